// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.failure.UsageException;
import dev.subflow.topology.KernelPairing;
import dev.subflow.topology.Topology;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Invokes what carries {@link OnKernels} once for each pairing. */
final class KernelPairings
    implements ClassTemplateInvocationContextProvider, TestTemplateInvocationContextProvider {
  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getTestClass(), OnKernels.class);
  }

  @Override
  public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext context) {
    return invocations(
            context, AnnotationSupport.findAnnotation(context.getTestClass(), OnKernels.class))
        .map(i -> i);
  }

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getTestMethod(), OnKernels.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    return invocations(
            context, AnnotationSupport.findAnnotation(context.getTestMethod(), OnKernels.class))
        .map(i -> i);
  }

  private static Stream<Invocation> invocations(
      ExtensionContext context, Optional<OnKernels> annotation) {
    Topology topology = SubflowExtension.topologyOf(context);
    Optional<KernelPairing> asked =
        RunSettings.of(context).circumstances().pairing().flatMap(p -> p.within(topology));
    if (asked.isPresent()) {
      return Stream.of(new Invocation(asked.get()));
    }
    List<String> kernels = annotation.map(a -> List.of(a.value())).orElse(List.of());
    List<KernelPairing> pairings = KernelPairing.all(topology, kernels);
    if (pairings.isEmpty()) {
      throw new UsageException(
          kernels.isEmpty()
              ? "@OnKernels names no kernel"
              : "@OnKernels has no host to put kernels on: those of topology \""
                  + topology.name()
                  + "\" all pin theirs");
    }
    return pairings.stream().map(Invocation::new);
  }

  private record Invocation(KernelPairing pairing)
      implements ClassTemplateInvocationContext, TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int index) {
      return pairing.name();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of();
    }

    @Override
    public void prepareInvocation(ExtensionContext context) {
      context.getStore(SubflowExtension.NAMESPACE).put(KernelPairing.class, pairing);
    }
  }
}
