// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.patch.KernelPatch;
import dev.subflow.patch.UnifiedDiff;
import dev.subflow.patch.UnifiedDiff.FileDiff;
import dev.subflow.patch.UnifiedDiff.Kind;
import dev.subflow.patch.UnifiedDiff.Line;
import java.util.List;
import java.util.Optional;

/** Which patch brought a line that does not compile. */
final class PatchBlame {
  private PatchBlame() {}

  /**
   * The last patch that added that very line; else the last that touched the file.
   *
   * @param text of the line in the patched tree; empty if it is not known
   */
  static Optional<String> of(CompileError error, Optional<String> text, List<KernelPatch> patches) {
    Optional<String> touching = Optional.empty();
    Optional<String> adding = Optional.empty();
    for (KernelPatch patch : patches) {
      for (FileDiff file : UnifiedDiff.parse(patch.text()).files()) {
        if (file.path().equals(error.file())) {
          touching = Optional.of(patch.name());
          if (text.filter(line -> adds(file, line)).isPresent()) {
            adding = Optional.of(patch.name());
          }
        }
      }
    }
    return adding.isPresent() ? adding : touching;
  }

  private static boolean adds(FileDiff file, String text) {
    Line added = new Line(Kind.ADDED, text);
    return !text.isBlank() && file.hunks().stream().anyMatch(hunk -> hunk.lines().contains(added));
  }
}
