// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.process.Shutdown;
import dev.subflow.report.TestEnd;
import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import dev.subflow.report.Verdict;
import dev.subflow.topology.KernelPairing;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the verdict on each scenario to the report of the run. */
final class ResultRecorder implements TestWatcher {
  private static final Logger log = LoggerFactory.getLogger(ResultRecorder.class);

  @Override
  public void testSuccessful(ExtensionContext context) {
    record(context, TestEnd.passed());
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    thrown(context, Optional.ofNullable(cause));
  }

  @Override
  public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
    thrown(context, Optional.ofNullable(cause));
  }

  private static void thrown(ExtensionContext context, Optional<Throwable> cause) {
    if (cause.filter(MisnamedParameterException.class::isInstance).isPresent()) {
      // A mistake in the test, which never ran: JUnit tells of it, and there is no verdict.
      return;
    }
    record(context, cause.map(TestEnd::of).orElseGet(TestEnd::unexplained));
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    record(context, TestEnd.skipped(reason.orElse("disabled")));
  }

  /** A failure that means that a kernel does what none did yet. */
  private static Optional<UntilKernelDoes> done(ExtensionContext context, TestEnd end) {
    return SubflowExtension.annotation(context, UntilKernelDoes.class)
        .filter(a -> end.verdict() == Verdict.FAIL)
        .filter(a -> Pattern.compile(a.seen()).matcher(end.message().orElse("")).find());
  }

  private static void record(ExtensionContext context, TestEnd ended) {
    Optional<UntilKernelDoes> done = done(context, ended);
    TestEnd end =
        done.map(d -> ended.noted("No kernel did so when this was written: " + d.value()))
            .orElse(ended);
    if (end.verdict() != Verdict.PASS && Shutdown.isUnderWay()) {
      // Its guests were taken away.
      return;
    }
    RunContext run = RunContext.of(context);
    TestName name = SubflowExtension.nameOf(context);
    TestResultBuilder result =
        name.result(context.getRequiredTestClass().getName(), end, SubflowExtension.seedOf(context))
            .displayName(displayName(context, name))
            .tags(tags(context, done.isPresent()))
            .rfcSections(
                SubflowExtension.annotation(context, Rfc8684.class)
                    .map(r -> List.of(r.value()))
                    .orElse(List.of()));
    try {
      SubflowExtension.testRun(context)
          .flatMap(TestRun::observation)
          .ifPresent(seen -> run.observed(name.id(), seen));
      SubflowExtension.testRun(context)
          .map(test -> test.measurements().taken())
          .filter(measures -> !measures.isEmpty())
          .ifPresent(measures -> run.measured(name.id(), measures));
      SubflowExtension.testRun(context)
          .ifPresent(test -> add(test, result, run.evidencePolicy().keeps(name, end.verdict())));
      TestResult built = result.build();
      if (built.evidence().isPresent()) {
        SubflowExtension.testRun(context).ifPresent(test -> test.show(built));
      }
      run.record(built);
    } catch (UncheckedIOException e) {
      // JUnit prints the whole trace of a watcher that throws. Closing the report fails as well.
      log.warn("the result of {} is lost: {}", name.id(), e.getMessage());
    }
  }

  private static List<String> tags(ExtensionContext context, boolean done) {
    return context.getTags().stream()
        .filter(tag -> done || !tag.equals(TestResult.UNTIL_KERNEL_DOES))
        .toList();
  }

  /** JUnit's, with what JUnit does not know or tells of a node above. */
  private static String displayName(ExtensionContext context, TestName name) {
    String own = context.getDisplayName();
    Optional<String> kernels = name.pairing().map(KernelPairing::name);
    boolean isKernels = kernels.filter(own::equals).isPresent();
    String test =
        isKernels ? context.getParent().map(ExtensionContext::getDisplayName).orElse(own) : own;
    return test
        + kernels.map(k -> " [" + k + "]").orElse("")
        + name.repetition().map(n -> " #" + n).orElse("");
  }

  private static void add(TestRun test, TestResultBuilder result, boolean keeps) {
    result
        .time(test.started(), Duration.between(test.started(), Instant.now()))
        .kernels(test.kernels())
        .accelerator(test.accelerator())
        .crashes(test.crashes());
    test.failing().map(FailingAllocation::result).ifPresent(result::failedAllocation);
    if (keeps) {
      result.evidence(test.evidence()).keySsLines(test.keySsLines());
    } else {
      test.evidence().delete();
    }
  }
}
