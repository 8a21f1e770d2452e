// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.subflow.artifact.build.KernelPatch;
import dev.subflow.host.InfrastructureException;
import dev.subflow.patchwork.Series;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

final class PatchOptionsTest {
  private static String mail(int number) {
    return """
        From patchwork Fri Nov 20 10:11:12 2026
        From: A Developer <developer@example.org>
        Subject: [net-next,%1$d/2] mptcp: change %1$d
        Date: Fri, 20 Nov 2026 11:11:12 +0100

        It changes.

        diff --git a/net/mptcp/pm.c b/net/mptcp/pm.c
        --- a/net/mptcp/pm.c
        +++ b/net/mptcp/pm.c
        @@ -%1$d,2 +%1$d,3 @@
         a
        +b
         c

        """
        .formatted(number);
  }

  @Test
  void allPatchesOfASeriesAreTaken() {
    assertThat(PatchOptions.all(new Series(7, "mptcp: two", 2, mail(1) + mail(2))))
        .extracting(KernelPatch::name)
        .containsExactly("1/2 mptcp: change 1", "2/2 mptcp: change 2");
  }

  @ParameterizedTest
  @CsvSource({"0, 2, 0", "1, 2, 1", "2, 3, 2", "2, 1, 2", "0, 0, 0"})
  void aMailboxWithOtherPatchesThanTheSeriesIsRefused(int mails, int patches, int found) {
    StringBuilder mbox = new StringBuilder("From nobody Fri Nov 20 10:11:12 2026\n\nno diff\n\n");
    for (int i = 1; i <= mails; i++) {
      mbox.append(mail(i));
    }

    assertThatThrownBy(() -> PatchOptions.all(new Series(7, "x", patches, mbox.toString())))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining(
            "series 7 (x) has "
                + patches
                + " patches, but its mailbox has "
                + found
                + " mails with a diff");
  }

  @Test
  void whatIsLeftOutIsWarnedOf() {
    Logger logger = (Logger) LoggerFactory.getLogger(PatchOptions.class);
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    logger.addAppender(seen);
    PatchOptions options = new PatchOptions();
    options.files = List.of(Path.of("src/test/resources/cases/mail-reply-with-diff/thread.mbox"));
    try {
      options.check();
      assertThat(seen.list).isEmpty();

      assertThat(options.read(status -> {})).hasSize(2);
    } finally {
      logger.detachAppender(seen);
    }

    assertThat(seen.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("thread.mbox: left out as a reply: \"Re: [PATCH net 1/2] mptcp: step 1\"");
  }
}
