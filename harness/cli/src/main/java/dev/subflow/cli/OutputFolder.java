// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.UsageException;
import dev.subflow.report.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a run's results go: checked before anything starts, made when there is something to keep.
 */
final class OutputFolder {
  private static final Set<String> OWN =
      Set.of("results.jsonl", "results.json", "regress.json", "bisect.json", "measure.json");
  private static final Pattern EVIDENCE = Pattern.compile("boot(-\\d+)?|kselftest-\\d+");

  private final Optional<Path> chosen;
  private final Path base;

  private OutputFolder(Optional<Path> chosen, Path base) {
    this.chosen = chosen;
    this.base = base;
  }

  /**
   * The folder asked for, or a new one of each run under {@code target/subflow}.
   *
   * @throws UsageException if this user cannot write there
   */
  static OutputFolder check(Optional<Path> chosen, Path home) {
    if (chosen.filter(folder -> folder.toString().isBlank()).isPresent()) {
      throw new UsageException("--out wants the name of a folder");
    }
    Path base = home.resolve("target/subflow");
    Path wanted = chosen.orElse(base).toAbsolutePath().normalize();
    try {
      Files.createDirectories(wanted);
    } catch (IOException e) {
      throw unusable(wanted, reason(e));
    }
    if (!Files.isWritable(wanted)) {
      throw unusable(wanted, System.getProperty("user.name") + " may not write there");
    }
    return new OutputFolder(chosen, base);
  }

  private static UsageException unusable(Path folder, String reason) {
    return new UsageException(
        "results cannot be kept in "
            + folder
            + ": "
            + reason
            + ". Name another folder with --out.");
  }

  private static String reason(IOException e) {
    if (e instanceof FileAlreadyExistsException inTheWay) {
      return inTheWay.getFile() + " is a file, not a folder";
    }
    if (e instanceof AccessDeniedException denied) {
      return System.getProperty("user.name") + " may not write to " + denied.getFile();
    }
    if (e instanceof NoSuchFileException nowhere) {
      return nowhere.getFile() + " cannot be made there";
    }
    return e instanceof FileSystemException fault && fault.getReason() != null
        ? fault.getReason()
        : "the folder cannot be made (" + e + ")";
  }

  /**
   * The same, unless it has what another comparison left: runs are counted by their numbers, so
   * those of another kernel would count as well.
   *
   * @throws UsageException if it has
   */
  OutputFolder unused() {
    if (chosen.filter(OutputFolder::hasResults).isPresent()) {
      throw new UsageException(
          chosen.get()
              + " holds the results of another run; name another folder with --out, or remove it");
    }
    return this;
  }

  private static boolean hasResults(Path folder) {
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files.anyMatch(file -> isResult(folder.relativize(file)));
    } catch (IOException | UncheckedIOException e) {
      throw unusable(folder, String.valueOf(e.getMessage()));
    }
  }

  /** Such as regress.json, base/results.jsonl, base/boot, patched/kselftest-1. */
  private static boolean isResult(Path relative) {
    String name = String.valueOf(relative.getFileName());
    return relative.getNameCount() == 1
        ? OWN.contains(name)
        : name.equals("results.jsonl") || EVIDENCE.matcher(name).matches();
  }

  /** Makes it for a run that leaves evidence, and says how much of the disk that may take. */
  RunDirectory make(Consumer<String> say) {
    RunDirectory made = make();
    say.accept(made.forecast());
    return made;
  }

  RunDirectory make() {
    return chosen.map(RunDirectory::at).orElseGet(() -> RunDirectory.create(base));
  }

  /** A new one each time, below the folder that was asked for. */
  RunDirectory makeWithin() {
    return RunDirectory.create(chosen.orElse(base));
  }
}
