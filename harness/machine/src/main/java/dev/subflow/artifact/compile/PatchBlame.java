// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.patch.KernelPatch;
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
      String file = "";
      for (String line : patch.text().lines().toList()) {
        if (line.startsWith("+++ ")) {
          file = line.substring(4).replaceFirst("^b/", "").replaceFirst("\\t.*", "").strip();
          if (file.equals(error.file())) {
            touching = Optional.of(patch.name());
          }
        } else if (file.equals(error.file())
            && text.filter(t -> !t.isBlank() && line.equals("+" + t)).isPresent()) {
          adding = Optional.of(patch.name());
        }
      }
    }
    return adding.isPresent() ? adding : touching;
  }
}
