// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import dev.subflow.cache.DiskAllowance;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.UnfinishedCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of what one test left behind. Thread-safe; nothing is buffered, so a killed run leaves
 * all that happened until then.
 *
 * <p>Logs end with a remark once they have reached 16 MiB, or the evidence of the run its limit:
 * see {@link DiskAllowance}. Every method that writes throws {@link java.io.UncheckedIOException}
 * when the disk refuses.
 */
public final class TestEvidence {
  private static final Logger log = LoggerFactory.getLogger(TestEvidence.class);
  private static final long LOG_LIMIT = 16 << 20;
  private static final int OUTPUT_LIMIT = 64 << 10;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final Path directory;
  private final DiskAllowance allowance;
  private final BoundedFile commands;
  private final BoundedFile sockets;

  TestEvidence(Path directory, DiskAllowance allowance) {
    this.directory = directory;
    this.allowance = allowance;
    this.commands = new BoundedFile(directory.resolve("commands.log"), LOG_LIMIT, allowance);
    this.sockets = new BoundedFile(directory.resolve("ss.log"), LOG_LIMIT, allowance);
  }

  /** Whether so many bytes more may be written here; whoever is refused ends what it writes. */
  public boolean allows(long bytes) {
    return allowance.take(bytes);
  }

  /** The folder: absolute, existing. */
  public Path directory() {
    return directory;
  }

  /** Where a guest's console goes. */
  public Path console(String guest) {
    return directory.resolve("console-" + RunDirectory.fileName(guest) + ".log");
  }

  /** Where the capture of a wire goes. */
  public Path capture(String wire) {
    return directory.resolve(RunDirectory.fileName(wire) + ".pcapng");
  }

  /**
   * Notes a command that ended in {@code commands.log}, and what {@code ss} printed in {@code
   * ss.log} too. Of each output up to 64 KiB are kept: head and tail.
   */
  public void command(Instant started, CommandResult result) {
    String head = head(started, result.guest(), result.argv());
    String end =
        (result.timedOut() ? "killed after its timeout" : result.exit().toString())
            + ", "
            + result.elapsed().toMillis()
            + " ms\n\n";
    commands.append(
        head
            + output("stdout", result.stdout(), result.stdoutBytes())
            + output("stderr", result.stderr(), result.stderrBytes())
            + "  => "
            + end);
    if (ShellWords.isProgram("ss", result.argv())) {
      sockets.append(head + bounded(Sanitizer.text(result.stdout())).stripTrailing() + "\n\n");
    }
  }

  /**
   * Notes a command that has no end in {@code commands.log}: the one that ran when its guest died,
   * say.
   */
  public void unfinished(Instant started, UnfinishedCommand command) {
    commands.append(
        head(started, command.guest(), command.command().argv())
            + output("stdout", command.stdout(), command.stdout().length())
            + output("stderr", command.stderr(), command.stderr().length())
            + "  => "
            + Sanitizer.line(command.describe())
            + ", "
            + command.elapsed().toMillis()
            + " ms\n\n");
  }

  /**
   * Notes in {@code commands.log} that the log of a console is incomplete, where that can still be
   * written: what keeps one log from being written may keep the other.
   */
  public void consoleGap(String guest, String why) {
    try {
      commands.append(
          "[the log of the console of "
              + Sanitizer.line(guest)
              + " is incomplete: "
              + Sanitizer.line(why)
              + "; the console was watched to its end]\n\n");
    } catch (UncheckedIOException e) {
      log.warn("{}", e.getMessage());
    }
  }

  private static String head(Instant started, String guest, List<String> argv) {
    return "["
        + TIME.format(started)
        + "] "
        + Sanitizer.line(guest)
        + "$ "
        + Sanitizer.line(ShellWords.quote(argv))
        + "\n";
  }

  /** Keeps QEMU's command line, an argument a line, quoted for a shell. */
  public void qemuArguments(String guest, List<String> argv) {
    String lines = argv.stream().map(ShellWords::quote).collect(Collectors.joining(" \\\n  "));
    text("qemu-" + RunDirectory.fileName(guest) + ".args", lines + "\n");
  }

  /** Keeps any other text, such as a decoded trace, under a name of its own. */
  public void text(String name, String content) {
    Path file = directory.resolve(RunDirectory.fileName(name));
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    if (!allowance.take(bytes.length)) {
      bytes = ("[" + allowance.remark().orElse("") + "]\n").getBytes(StandardCharsets.UTF_8);
    }
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw RunDirectory.refused(file, e);
    }
  }

  /** Removes the folder and what is in it, for a test that nobody will look at. */
  public void delete() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (Files.isRegularFile(file) && isCounted(file)) {
          allowance.giveBack(Files.size(file));
        }
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw RunDirectory.refused(directory, e);
    }
  }

  /** All but what QEMU itself writes, and what every guest has from its template. */
  private static boolean isCounted(Path file) {
    return !String.valueOf(file.getFileName()).matches("(qemu|boot)-.*");
  }

  private static String output(String stream, String text, long bytes) {
    if (bytes == 0) {
      return "";
    }
    String body = bounded(Sanitizer.text(text)).stripTrailing().replace("\n", "\n  | ");
    return "  " + stream + " (" + bytes + " bytes)\n  | " + body + "\n";
  }

  private static String bounded(String text) {
    if (text.length() <= OUTPUT_LIMIT) {
      return text;
    }
    int half = OUTPUT_LIMIT / 2;
    return text.substring(0, half)
        + "\n[... "
        + (text.length() - OUTPUT_LIMIT)
        + " characters left out ...]\n"
        + text.substring(text.length() - half);
  }
}
