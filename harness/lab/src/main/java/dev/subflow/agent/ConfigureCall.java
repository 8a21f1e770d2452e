// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Sends a configuration and makes one message of what failed. */
final class ConfigureCall {
  private ConfigureCall() {}

  static void run(AgentLink link, GuestConfiguration configuration, Duration timeout) {
    Answer answer = new Answer();
    int id = link.register(answer);
    try {
      List<String> lines = configuration.lines(Instant.now());
      link.send(Requests.configure(id, String.join("\n", lines)));
      Frame frame =
          link.await(answer.frame(), timeout)
              .orElseThrow(
                  () -> link.lostOr("setting it up took over " + timeout.toMillis() + " ms"));
      check(link.guest(), lines, frame);
    } finally {
      link.forget(id);
    }
  }

  private static void check(String guest, List<String> lines, Frame frame) {
    String prefix = "guest \"" + guest + "\": ";
    if (frame.type() == FrameType.ERROR) {
      throw new InfrastructureException(
          prefix + "its agent cannot set it up: " + Replies.error(frame).message());
    }
    List<Replies.FailedLine> failed = Replies.configured(frame);
    if (failed.isEmpty()) {
      return;
    }
    String message =
        failed.stream()
            .map(f -> "\n  " + lineOf(lines, f) + "\n    " + f.reason())
            .collect(
                Collectors.joining(
                    "", prefix + failed.size() + " of " + lines.size() + " settings failed:", ""));
    if (failed.stream().allMatch(f -> lineOf(lines, f).startsWith("sysctl "))) {
      throw new UsageException(
          message + "\nThis kernel lacks these sysctls or refuses the values; see the topology.");
    }
    throw new InfrastructureException(message);
  }

  private static String lineOf(List<String> lines, Replies.FailedLine failed) {
    int index = failed.number() - 1;
    return index >= 0 && index < lines.size() ? lines.get(index) : "(line " + failed.number() + ")";
  }
}
