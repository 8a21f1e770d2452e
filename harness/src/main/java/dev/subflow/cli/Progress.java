// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.report.Sanitizer;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows what goes on: on a terminal one line that is redrawn each second with the time it has taken
 * so far, elsewhere a line for each thing that begins. Thread-safe.
 */
final class Progress implements AutoCloseable {
  private static final String CLEAR = "\r\u001b[K";
  private static final Duration SELDOM = Duration.ofSeconds(10);

  private final PrintStream out;
  private final boolean redraw;
  private final int width;
  private final @Nullable ScheduledExecutorService clock;
  private String status = "";
  private boolean paused;
  private long since = System.nanoTime();

  Progress(PrintStream out, boolean isTerminal) {
    this.out = out;
    this.redraw = isTerminal;
    this.width = isTerminal ? TerminalWidth.columns() : 80;
    if (isTerminal) {
      clock =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "progress");
                thread.setDaemon(true);
                return thread;
              });
      var unused = clock.scheduleAtFixedRate(this::draw, 1, 1, TimeUnit.SECONDS);
    } else {
      clock = null;
    }
  }

  /** What goes on from now; the same text again changes nothing. */
  synchronized void status(String text) {
    String line = Sanitizer.line(text);
    if (line.equals(status)) {
      return;
    }
    status = line;
    since = System.nanoTime();
    if (redraw) {
      draw();
    } else if (!line.isEmpty()) {
      out.println(line);
      out.flush();
    }
  }

  /**
   * What goes on from now, where several things do: a terminal shows all of them, elsewhere the
   * line tells of the one that begins.
   */
  synchronized void status(String all, String line) {
    status(redraw ? all : line);
  }

  /** What goes on, where it changes all the time: elsewhere than on a terminal seldom a line. */
  synchronized void count(String text) {
    if (redraw || System.nanoTime() - since >= SELDOM.toNanos()) {
      status(text);
    }
  }

  /** A line that stays. */
  synchronized void say(String line) {
    out.println((redraw ? CLEAR : "") + line);
    draw();
    out.flush();
  }

  private synchronized void draw() {
    if (!redraw || paused) {
      return;
    }
    if (status.isEmpty()) {
      out.print(CLEAR);
    } else {
      long seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
      String time = seconds > 0 ? " (" + seconds + " s)" : "";
      int room = Math.max(10, width - 1 - time.length());
      String text = status.length() > room ? status.substring(0, room - 3) + "..." : status;
      out.print(CLEAR + text + time);
    }
    out.flush();
  }

  /** Leaves the terminal to somebody else. */
  synchronized void pause() {
    if (redraw) {
      out.print(CLEAR);
      out.flush();
    }
    paused = true;
  }

  /** Takes the terminal back. */
  synchronized void resume() {
    paused = false;
    draw();
  }

  @Override
  public synchronized void close() {
    if (clock != null) {
      clock.shutdownNow();
    }
    status = "";
    draw();
  }
}
