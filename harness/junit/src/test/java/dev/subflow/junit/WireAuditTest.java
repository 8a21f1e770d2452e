// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.audit.Circumstances;
import dev.subflow.audit.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WireAuditTest {
  private static final Path REFERENCE = BrokenCapture.REFERENCE;

  @TempDir private Path folder;

  @Test
  void aHealthyTestHasNoViolation() throws IOException {
    WireAudit audit = WireAudit.of(List.of(REFERENCE), Circumstances.NONE);

    assertThat(audit.violation(Set.of())).isEmpty();
    assertThat(audit.text(Set.of())).contains("1 MPTCP connections").contains("0 findings");
    assertThat(audit.notes()).isEmpty();
  }

  @Test
  void aViolationIsToldWithRuleHostAndFrame() throws IOException {
    WireAudit audit =
        WireAudit.of(List.of(BrokenCapture.in(folder.resolve("lan.pcapng"))), Circumstances.NONE);

    assertThat(audit.violation(Set.of()))
        .get()
        .extracting(audit::describe)
        .asString()
        .contains("OPTION_FORM client/")
        .contains("RFC 8684, section 3:")
        .containsPattern("frame \\d+ of all wires, sent by client/.* SYN MP_CAPABLE");
    assertThat(audit.text(Set.of())).contains("MUST: OPTION_FORM");
  }

  @Test
  void aViolationThatTheScenarioProvokesDoesNotCount() throws IOException {
    WireAudit audit =
        WireAudit.of(List.of(BrokenCapture.in(folder.resolve("lan.pcapng"))), Circumstances.NONE);

    assertThat(audit.violation(Set.of(Rule.OPTION_FORM))).isEmpty();
    assertThat(audit.violation(Set.of(Rule.JOIN_HMAC))).isPresent();
    assertThat(audit.text(Set.of(Rule.OPTION_FORM))).contains("MUST, provoked: OPTION_FORM");
  }

  @Test
  void longCapturesAreJudgedUpToABoundAndItSaysSo() throws IOException {
    WireAudit whole = WireAudit.of(List.of(REFERENCE), Circumstances.NONE);
    WireAudit part =
        WireAudit.of(List.of(REFERENCE), Circumstances.NONE, Files.size(REFERENCE) / 2);

    assertThat(part.audit().segments()).isBetween(1, whole.audit().segments() - 1);
    assertThat(part.audit().findings()).isEmpty();
    assertThat(part.text(Set.of())).contains("note: reference-steps.lan.pcapng is judged up to");
  }
}
