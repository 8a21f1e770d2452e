// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.guest.Guest;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.process.Shutdown;
import dev.subflow.report.TestEnd;
import dev.subflow.report.Verdict;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.KernelPairing;
import dev.subflow.topology.OneHost;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TopologySource;
import dev.subflow.wire.LiveWire;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Gives each test a lab of its own, hands its parts to the test, judges the consoles and ends it.
 */
final class SubflowExtension
    implements BeforeEachCallback,
        AfterEachCallback,
        TestExecutionExceptionHandler,
        ParameterResolver {
  static final Namespace NAMESPACE = Namespace.create(SubflowExtension.class);
  private static final List<Class<?>> INJECTED =
      List.of(
          Guest.class,
          MptcpHost.class,
          LiveWire.class,
          Cables.class,
          KernelUnderTest.class,
          Measurements.class,
          Seed.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    Topology topology = topologyOf(context);
    List<String> misnamed = ParameterNames.problems(context.getRequiredTestMethod(), topology);
    if (!misnamed.isEmpty()) {
      throw new MisnamedParameterException(misnamed);
    }
    Optional<String> pinned = annotation(context, OnKernel.class).map(OnKernel::value);
    Topology onKernel = pinned.map(topology::onKernel).orElse(topology);
    Topology paired = pairing(context).map(p -> p.applyTo(onKernel)).orElse(onKernel);
    RunContext run = RunContext.of(context);
    LabEnvironment environment = Requirements.guests(run, RunSettings.of(context));
    Installation installation =
        Installation.make(annotation(context, Installs.class), environment, paired);
    TestRun test =
        new TestRun(
            paired,
            run.report().directory().evidence(nameOf(context).id()),
            run.memory().acquire(paired));
    context.getStore(NAMESPACE).put(TestRun.class, test);
    boolean coldBoot = annotation(context, ColdBoot.class).isPresent();
    test.start(environment, coldBoot);
    test.lab().ifPresent(installation::into);
    if (RunSettings.of(context).circumstances().approved()) {
      test.expect(
          Approvals.of(
              context.getRequiredTestClass(),
              nameOf(context).repetition(Optional.empty()).id(),
              paired.hosts().stream().map(environment::kernelUnderTest).toList()));
    }
    if (RunSettings.of(context).output().coverage()) {
      test.lab().ifPresent(Lab::resetCoverage);
    }
    RunSettings.of(context).circumstances().failNth().ifPresent(test::fail);
    if (Outlook.anotherFollows(context) && !coldBoot && run.memory().hasRoom(paired)) {
      environment.prepare(paired, run.report().directory().path());
    }
  }

  /** The kernels that this test is to run on: those of its invocation, else those of the run. */
  private static Optional<KernelPairing> pairing(ExtensionContext context) {
    KernelPairing ofInvocation =
        context.getStore(NAMESPACE).get(KernelPairing.class, KernelPairing.class);
    return Optional.ofNullable(ofInvocation)
        .or(() -> RunSettings.of(context).circumstances().pairing())
        .flatMap(p -> p.within(topologyOf(context)));
  }

  /** The name of a test, as results and evidence have it. */
  static TestName nameOf(ExtensionContext context) {
    TestName name =
        TestName.of(
            context.getRequiredTestClass(),
            context.getTestMethod().map(Method::getName).orElse(""));
    Deque<ExtensionContext> path = new ArrayDeque<>();
    for (Optional<ExtensionContext> c = Optional.of(context);
        c.isPresent();
        c = c.get().getParent()) {
      path.push(c.get());
    }
    for (ExtensionContext c : path) {
      name = name.within(c.getUniqueId(), c.getDisplayName());
    }
    return name.on(pairing(context))
        .repetition(RunSettings.of(context).circumstances().repetition());
  }

  /** Seed of the random choices of this test. */
  static Seed seedOf(ExtensionContext context) {
    return RunSettings.of(context)
        .circumstances()
        .seed()
        .orElseGet(() -> RunContext.of(context).seed());
  }

  static Optional<TestRun> testRun(ExtensionContext context) {
    return Optional.ofNullable(context.getStore(NAMESPACE).get(TestRun.class, TestRun.class));
  }

  static Topology topologyOf(ExtensionContext context) {
    Class<? extends TopologySource> source =
        annotation(context, UsesTopology.class)
            .<Class<? extends TopologySource>>map(UsesTopology::value)
            .orElse(OneHost.class);
    Topology topology = ReflectionSupport.newInstance(source).topology();
    return annotation(context, Cpus.class)
        .map(cpus -> topology.withVcpus(cpus.value()))
        .orElse(topology);
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
    if (!Shutdown.isUnderWay()) {
      boolean counts = annotation(context, LosesSockets.class).isEmpty();
      test.get().observe(counts && context.getExecutionException().isEmpty());
    }
    if (failure(context).isPresent() && !Shutdown.isUnderWay()) {
      test.get().lab().ifPresent(Lab::askWhatHappened);
      test.get().lab().ifPresent(lab -> keep(lab, test.get(), context));
    }
    // One that stopped early would have reached more.
    boolean ranToItsEnd = context.getExecutionException().isEmpty();
    if (ranToItsEnd && RunSettings.of(context).output().coverage() && !Shutdown.isUnderWay()) {
      test.get().fetchCoverage();
    }
    test.get()
        .end(
            expectedSplat(context),
            annotation(context, Violates.class).map(v -> Set.of(v.value())).orElseGet(Set::of),
            ranToItsEnd);
  }

  /**
   * Calls a failure by what befell its guests: one that died is why, and one that was starved says
   * nothing of its kernel. Where an allocation is made to fail, an assertion that does not hold is
   * no failure.
   */
  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    if (TestEnd.of(thrown).verdict() == Verdict.FAIL) {
      requireGuests(context, thrown);
      if (testRun(context).flatMap(TestRun::failing).isPresent()) {
        return;
      }
      testRun(context)
          .flatMap(TestRun::lab)
          .ifPresent(lab -> lab.requireEnoughProcessorTime(thrown));
    }
    throw thrown;
  }

  private static void requireGuests(ExtensionContext context, Throwable thrown) {
    try {
      testRun(context).ifPresent(test -> test.requireGuests(expectedSplat(context)));
    } catch (GuestException e) {
      e.addSuppressed(thrown);
      throw e;
    }
  }

  private static Optional<Pattern> expectedSplat(ExtensionContext context) {
    return annotation(context, ExpectsSplat.class).map(e -> Pattern.compile(e.value()));
  }

  private static Optional<Throwable> failure(ExtensionContext context) {
    return context.getExecutionException().filter(e -> TestEnd.of(e).verdict() != Verdict.SKIP);
  }

  private static void keep(Lab lab, TestRun test, ExtensionContext context) {
    if (!RunSettings.of(context).output().guests()) {
      return;
    }
    String why = failure(context).map(TestEnd::of).flatMap(TestEnd::message).orElse("");
    Path evidence = test.evidence().directory();
    RunContext.of(context)
        .observer()
        .ifPresent(o -> o.keep(lab, nameOf(context).id(), why, evidence));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return INJECTED.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestRun test = testRun(context).orElseThrow(SubflowExtension::misplaced);
    Lab lab = test.lab().orElseThrow(SubflowExtension::misplaced);
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
      } else if (type == Measurements.class) {
        return test.measurements();
      } else if (type == Seed.class) {
        return seedOf(context);
      }
      return lab.kernelUnderTest(lab.topology().hosts().get(0).name());
    } catch (IllegalArgumentException e) {
      throw new ParameterResolutionException(
          "parameter " + type.getSimpleName() + " " + name + ": " + e.getMessage(), e);
    } catch (GuestException e) {
      throw new ParameterResolutionException(e.toString(), e);
    }
  }

  private static ParameterResolutionException misplaced() {
    return new ParameterResolutionException("hosts and wires are parameters of test methods only");
  }
}
