// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import dev.subflow.report.Verdict;
import dev.subflow.report.Verdicts;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
    record(context, Verdict.PASS, Optional.empty());
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
    record(
        context,
        cause.map(Verdicts::of).orElse(Verdict.INCONCLUSIVE),
        cause.map(Verdicts::message).or(() -> Optional.of("JUnit did not say why")));
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    record(context, Verdict.SKIP, reason.or(() -> Optional.of("disabled")));
  }

  private static void record(ExtensionContext context, Verdict verdict, Optional<String> message) {
    RunContext run = RunContext.of(context);
    if (run.isInterrupted()) {
      log.debug("{} was interrupted, so {} is no verdict", TestNames.id(context), verdict);
      return;
    }
    TestResultBuilder result =
        TestResult.builder(context.getRequiredTestClass().getName(), TestNames.id(context), verdict)
            .displayName(context.getDisplayName())
            .tags(context.getTags())
            .rfcSections(
                SubflowExtension.annotation(context, Rfc8684.class)
                    .map(r -> List.of(r.value()))
                    .orElse(List.of()));
    message.ifPresent(result::message);
    SubflowExtension.testRun(context)
        .ifPresent(
            test ->
                result
                    .time(test.started(), Duration.between(test.started(), Instant.now()))
                    .kernels(test.kernels())
                    .accelerator(test.accelerator())
                    .evidence(test.evidence())
                    .keySsLines(test.keySsLines()));
    try {
      run.report().add(result.build());
    } catch (UncheckedIOException e) {
      // A watcher that throws gets its whole trace printed. Whoever closes the report fails too.
      log.warn("the result of {} is lost: {}", TestNames.id(context), e.getMessage());
    }
  }
}
