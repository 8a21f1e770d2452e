// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import dev.subflow.git.Git;
import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process is, and where; a fact that can't be found out is an empty text. */
final class ProcessFacts {
  private static final Logger log = LoggerFactory.getLogger(ProcessFacts.class);

  private static final String LAUNCHER = "dev.subflow.cli.Launch";
  private static final int LONGEST = 2000;

  /** As in {@code password=x&ssl=true} and in {@code //user:x@host}. */
  private static final Pattern PASSWORD =
      Pattern.compile("(?i)(password=)[^&\\s]*|(//[^/@:\\s]*:)[^/\\s]*(?=@)");

  private ProcessFacts() {}

  static Instant started() {
    return ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
  }

  /** What was typed, or who runs the tests. */
  static String command() {
    return command(System.getProperty("sun.java.command", ""));
  }

  static String command(String java) {
    String main = java.split(" ", 2)[0];
    if (main.equals(LAUNCHER)) {
      String line = ("subflow" + java.substring(main.length())).strip();
      return withoutPasswords(line.substring(0, Math.min(LONGEST, line.length())));
    }
    boolean isMaven = main.contains("surefire") || main.contains("failsafe");
    return isMaven ? "mvn verify" : main.substring(main.lastIndexOf('.') + 1);
  }

  static String withoutPasswords(String text) {
    return PASSWORD
        .matcher(text)
        .replaceAll(m -> (m.group(1) == null ? m.group(2) : m.group(1)) + "***");
  }

  /** The commit of a checkout; a folder within another repository is none. */
  static String revision(Path home) {
    if (!Files.exists(home.resolve(".git"))) {
      return "";
    }
    try {
      Program.Answer answer =
          Git.readingIn(home)
              .answer("describe", "--always", "--dirty", "--abbrev=12", "--exclude=*");
      return answer.out().lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      log.debug("no revision of {}: {}", home, e.toString());
      return "";
    }
  }

  static String host() {
    return first(Path.of("/proc/sys/kernel/hostname"), "");
  }

  /** As in {@code model name : AMD EPYC 7763 64-Core Processor}. */
  static String cpu() {
    return first(Path.of("/proc/cpuinfo"), "model name").replaceFirst("^[^:]*:\\s*", "");
  }

  private static String first(Path file, String prefix) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(prefix))
          .findFirst()
          .orElse("")
          .strip();
    } catch (IOException e) {
      log.debug("cannot read {}: {}", file, e.toString());
      return "";
    }
  }
}
