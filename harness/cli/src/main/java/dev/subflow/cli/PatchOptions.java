// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.patch.KernelPatch;
import dev.subflow.patch.Patchwork;
import dev.subflow.patch.Series;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Where patches come from. */
final class PatchOptions {
  private static final Logger log = LoggerFactory.getLogger(PatchOptions.class);

  @Option(
      names = "--patch",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Patches to apply, in order: files, mailboxes, or folders of them.")
  List<Path> files = List.of();

  @Option(
      names = "--series",
      paramLabel = "ID",
      description = "Apply a series from patchwork: its number, or its URL.")
  Optional<String> series = Optional.empty();

  @Option(
      names = "--patchwork",
      paramLabel = "URL",
      defaultValue = Patchwork.DEFAULT_URL,
      description = "The patchwork server (default: ${DEFAULT-VALUE}).")
  String patchwork = Patchwork.DEFAULT_URL;

  boolean isEmpty() {
    return files.isEmpty() && series.isEmpty();
  }

  /**
   * Checks, without a network, that what is named may be there.
   *
   * @throws dev.subflow.failure.UsageException if not
   */
  void check() {
    files.forEach(KernelPatch::read);
    series.ifPresent(Patchwork::id);
  }

  /** All patches: those of files, then those of the series. What is left out is warned of. */
  List<KernelPatch> read(Consumer<String> progress) {
    List<KernelPatch> patches = new ArrayList<>();
    files.forEach(file -> patches.addAll(KernelPatch.read(file, PatchOptions::warn)));
    series.ifPresent(
        text -> {
          int id = Patchwork.id(text);
          progress.accept("fetching series " + id + " from " + patchwork);
          Series fetched = Patchwork.at(patchwork).series(id);
          patches.addAll(all(fetched));
          progress.accept("");
        });
    return patches;
  }

  /** The patches of a series: each of them, or none of it is tested. */
  static List<KernelPatch> all(Series series) {
    List<KernelPatch> patches =
        KernelPatch.parse("series " + series.id(), series.mbox(), PatchOptions::warn);
    if (patches.isEmpty() || patches.size() != series.patches()) {
      throw new InfrastructureException(
          "series "
              + series.id()
              + " ("
              + series.name()
              + ") has "
              + series.patches()
              + " patches, but its mailbox has "
              + patches.size()
              + " mails with a diff. It may have been cut, or is no mailbox of patches; save it by"
              + " hand, look at it, and give it with --patch.");
    }
    return patches;
  }

  private static void warn(String leftOut) {
    log.warn("{}", leftOut);
  }
}
