// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.report.Sanitizer;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Shows what goes on: on a terminal one line that is redrawn each second with the time it has taken
 * so far, elsewhere a line for each thing that begins. What is logged as a warning meanwhile
 * becomes a line of its own. Thread-safe.
 */
final class Progress implements AutoCloseable {
  private static final String CLEAR = "\r\u001b[K";
  private static final Duration SELDOM = Duration.ofSeconds(10);

  private final PrintStream out;
  private final PrintStream err;
  private final boolean redraw;
  private final int width;
  private final @Nullable ScheduledExecutorService clock;
  private final Optional<Warnings> warnings;
  private Step status = Step.of("");
  private Step detail = Step.of("");
  private boolean paused;
  private boolean silent;

  /**
   * Something that goes on.
   *
   * @param text empty when nothing does
   */
  private record Step(String text, long since) {
    static Step of(String text) {
      return new Step(Sanitizer.line(text), System.nanoTime());
    }

    boolean isNothing() {
      return text.isEmpty();
    }

    String drawn(int width) {
      long seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
      String time = seconds > 0 ? " (" + seconds + " s)" : "";
      int room = Math.max(10, width - 1 - time.length());
      return (text.length() > room ? text.substring(0, room - 3) + "..." : text) + time;
    }
  }

  /** Columns of the terminal; 80 where it does not tell. */
  private static int columns(boolean isTerminal) {
    return CommandSpec.create().usageMessage().autoWidth(isTerminal).width();
  }

  /**
   * Begins with nothing going on.
   *
   * @param err where warnings go unless {@code out} is a terminal
   */
  private Progress(PrintStream out, boolean isTerminal, PrintStream err) {
    this.out = out;
    this.err = err;
    this.redraw = isTerminal;
    this.width = columns(isTerminal);
    this.warnings = Warnings.divert(this::warn);
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

  /** Shows it on standard output, for what is to be read there as it goes. */
  static Progress onOut(Streams streams) {
    return new Progress(streams.out(), streams.outIsTerminal(), streams.err());
  }

  /** Shows it on standard error. */
  static Progress onErr(Streams streams) {
    return new Progress(streams.err(), streams.errIsTerminal(), streams.err());
  }

  /** Says what goes on from now; the same text again changes nothing. */
  synchronized void status(String text) {
    Step next = Step.of(text);
    if (!next.text().equals(status.text())) {
      status = next;
      begun(next);
    }
  }

  /** Says what takes long within that, shown in its place; empty when it is over. */
  synchronized void detail(String text) {
    Step next = Step.of(text);
    if (!next.text().equals(detail.text())) {
      detail = next;
      begun(next);
    }
  }

  private void begun(Step step) {
    if (redraw) {
      draw();
    } else if (!step.isNothing() && !silent) {
      out.println(step.text());
      out.flush();
    }
  }

  /**
   * Says what goes on from now, where several things do: a terminal shows all of them, elsewhere
   * the line tells of the one that begins.
   */
  synchronized void status(String all, String line) {
    status(redraw ? all : line);
  }

  /**
   * Says what goes on where it changes all the time: elsewhere than on a terminal seldom a line.
   */
  synchronized void count(String text) {
    if (redraw || System.nanoTime() - status.since() >= SELDOM.toNanos()) {
      status(text);
    }
  }

  /** Says what goes on; a text that counts as it goes is shown as such. */
  void working(String text) {
    if (text.endsWith(" files")) {
      count(text);
    } else {
      status(text);
    }
  }

  /** A line that stays; whoever named what is in it, a terminal obeys nothing of it. */
  void say(String line) {
    saySafe(Sanitizer.text(line));
  }

  /** A line that stays, with colours of ours; the caller has made the rest of it harmless. */
  synchronized void saySafe(String line) {
    if (silent) {
      return;
    }
    out.println((redraw ? CLEAR : "") + line);
    draw();
    out.flush();
  }

  private synchronized void warn(String text) {
    if (redraw) {
      saySafe(Sanitizer.line(text));
    } else if (!silent) {
      err.println(Sanitizer.line(text));
      err.flush();
    }
  }

  private synchronized void draw() {
    if (!redraw || paused || silent) {
      return;
    }
    Step shown = detail.isNothing() ? status : detail;
    out.print(CLEAR + (shown.isNothing() ? "" : shown.drawn(width)));
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

  /** Clears its line and shows nothing more, warnings included: the process is ending. */
  synchronized void silence() {
    pause();
    silent = true;
  }

  @Override
  public synchronized void close() {
    if (clock != null) {
      clock.shutdownNow();
    }
    status = Step.of("");
    detail = Step.of("");
    draw();
    if (!silent) {
      warnings.ifPresent(Warnings::end);
    }
  }
}
