// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.guest.Guest;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.report.Verdict;
import dev.subflow.report.Verdicts;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.OneHost;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TopologySource;
import dev.subflow.wire.LiveWire;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Gives each test a lab of its own, hands its parts to the test, judges the consoles and ends it.
 */
final class SubflowExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SubflowExtension.class);
  private static final List<Class<?>> INJECTED =
      List.of(Guest.class, MptcpHost.class, LiveWire.class, Cables.class, KernelUnderTest.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    Topology topology = topologyOf(context);
    RunContext run = RunContext.of(context);
    LabEnvironment environment = Requirements.guests(run);
    Optional<String> pinned = annotation(context, OnKernel.class).map(OnKernel::value);
    Topology onKernel = pinned.map(topology::onKernel).orElse(topology);
    TestRun test =
        new TestRun(
            environment, onKernel, run.report().directory().evidence(TestNames.id(context)));
    context.getStore(NAMESPACE).put(TestRun.class, test);
  }

  static Optional<TestRun> testRun(ExtensionContext context) {
    return Optional.ofNullable(context.getStore(NAMESPACE).get(TestRun.class, TestRun.class));
  }

  private static Topology topologyOf(ExtensionContext context) {
    Class<? extends TopologySource> source =
        annotation(context, UsesTopology.class)
            .<Class<? extends TopologySource>>map(UsesTopology::value)
            .orElse(OneHost.class);
    return ReflectionSupport.newInstance(source).topology();
  }

  /** The annotation of the method, else of the class or the classes around it. */
  static <A extends Annotation> Optional<A> annotation(ExtensionContext context, Class<A> type) {
    Optional<A> ofMethod = AnnotationSupport.findAnnotation(context.getTestMethod(), type);
    return ofMethod.or(
        () ->
            AnnotationSupport.findAnnotation(
                context.getRequiredTestClass(), type, context.getEnclosingTestClasses()));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Optional<TestRun> test = testRun(context);
    if (test.isEmpty()) {
      return;
    }
    keep(test.get(), context);
    test.get().end(annotation(context, ExpectsSplat.class).map(e -> Pattern.compile(e.value())));
  }

  private static void keep(TestRun test, ExtensionContext context) {
    RunContext run = RunContext.of(context);
    if (!run.settings().keep() || run.isInterrupted()) {
      return;
    }
    Optional<Throwable> failure =
        context.getExecutionException().filter(e -> Verdicts.of(e) != Verdict.SKIP);
    if (failure.isPresent()) {
      String why = Verdicts.message(failure.get());
      Path evidence = test.evidence().directory();
      run.observer().ifPresent(o -> o.keep(test.lab(), TestNames.id(context), why, evidence));
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return INJECTED.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Lab lab =
        testRun(context)
            .map(TestRun::lab)
            .orElseThrow(
                () ->
                    new ParameterResolutionException(
                        "hosts and wires are parameters of test methods only"));
    Class<?> type = parameter.getParameter().getType();
    String name = parameter.getParameter().getName();
    try {
      if (type == Guest.class) {
        return lab.guest(name);
      } else if (type == MptcpHost.class) {
        return lab.host(name);
      } else if (type == LiveWire.class) {
        return lab.wire(name);
      } else if (type == Cables.class) {
        return new Cables(lab);
      }
      return RunContext.of(context).environment().kernelUnderTest(lab.topology().hosts().get(0));
    } catch (IllegalArgumentException e) {
      throw new ParameterResolutionException(
          "parameter " + type.getSimpleName() + " " + name + ": " + e.getMessage(), e);
    } catch (GuestException e) {
      throw new ParameterResolutionException(e.toString(), e);
    }
  }
}
