// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.junit.RunContext;
import dev.subflow.junit.RunSettings;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands test factories the kernel tree in its container. */
final class VirtmeExtension implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == VirtmeNodes.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return new VirtmeNodes(RunContext.of(context), RunSettings.of(context));
  }
}
