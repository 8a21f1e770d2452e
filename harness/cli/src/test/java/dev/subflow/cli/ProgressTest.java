// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class ProgressTest {
  private static final String CLEAR = "\r\u001b[K";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private final Logger log = (Logger) LoggerFactory.getLogger("dev.subflow");
  private Level level = Level.WARN;

  /** Another test may have asked for details. */
  @BeforeEach
  void logAsUsual() {
    level = log.getEffectiveLevel();
    log.setLevel(Level.WARN);
  }

  @AfterEach
  void logAsBefore() {
    log.setLevel(level);
  }

  private Progress progress(boolean terminal) {
    return Progress.onOut(
        new Streams(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal,
            terminal,
            terminal,
            Map.of()));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatTakesLongIsShownInPlaceOfTheStatusUntilItIsOver() {
    try (Progress progress = progress(true)) {
      progress.status("[1/2] first");
      progress.detail("making a template");
      progress.detail("");

      assertThat(out())
          .isEqualTo(CLEAR + "[1/2] first" + CLEAR + "making a template" + CLEAR + "[1/2] first");
    }
  }

  @Test
  void elsewhereThanOnATerminalEachBeginningIsALine() {
    try (Progress progress = progress(false)) {
      progress.status("[1/2] first");
      progress.detail("making a template");
      progress.detail("making a template");
      progress.detail("");
      progress.status("[2/2] second");

      assertThat(out()).isEqualTo("[1/2] first\nmaking a template\n[2/2] second\n");
    }
  }

  @Test
  void aWarningOfTheLogIsALineAboveTheStatus() {
    try (Progress progress = progress(true)) {
      progress.status("[1/2] first");
      log.warn("no room for {}", "it\u001b[2J");

      assertThat(out())
          .isEqualTo(
              CLEAR + "[1/2] first" + CLEAR + "warning: no room for it\n" + CLEAR + "[1/2] first");
    }
  }

  @Test
  void elsewhereAWarningGoesToStandardError() {
    try (Progress progress = progress(false)) {
      progress.status("[1/2] first");
      log.warn("no room");

      assertThat(out()).isEqualTo("[1/2] first\n");
      assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("warning: no room\n");
    }
  }

  @Test
  void onceSilencedItShowsNothingMore() {
    try (Progress progress = progress(true)) {
      progress.status("[1/2] first");
      progress.silence();
      out.reset();

      progress.say("PASS");
      progress.status("[2/2] second");
      progress.detail("making a template");
      log.warn("killed from outside");

      assertThat(out()).isEmpty();
    }
  }
}
