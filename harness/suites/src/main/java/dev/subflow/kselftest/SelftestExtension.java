// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.junit.RunContext;
import dev.subflow.junit.RunSettings;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands test factories the selftests of the kernel under test. */
final class SelftestExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SelftestExtension.class);

  /** Folders that factories of an execution have asked for. */
  private record Folders(Set<String> names) {
    Folders() {
      this(ConcurrentHashMap.newKeySet());
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SelftestNodes.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Folders folders =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(Folders.class, key -> new Folders(), Folders.class);
    return new SelftestNodes(RunContext.of(context), RunSettings.of(context), folders.names()::add);
  }
}
