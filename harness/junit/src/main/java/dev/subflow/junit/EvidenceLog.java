// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.guest.CommandResult;
import dev.subflow.guest.UnfinishedCommand;
import dev.subflow.lab.CommandLog;
import dev.subflow.report.TestEvidence;
import java.time.Instant;
import java.util.Objects;

/**
 * Keeps the commands of a lab in the evidence of its test, those included that never ended.
 * Thread-safe.
 */
public record EvidenceLog(TestEvidence evidence) implements CommandLog {
  public EvidenceLog {
    Objects.requireNonNull(evidence, "evidence");
  }

  @Override
  public void ended(CommandResult result) {
    evidence.command(Instant.now().minus(result.elapsed()), result);
  }

  @Override
  public void failed(UnfinishedCommand command) {
    evidence.unfinished(Instant.now().minus(command.elapsed()), command);
  }
}
