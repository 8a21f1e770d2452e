// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * One patch.
 *
 * @param name what messages call it: its file, or its subject
 * @param text the unified diff, with or without a mail around it
 */
public record KernelPatch(String name, String text) {
  public KernelPatch {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(text, "text");
  }

  /**
   * The patches of a file, of a mailbox (in the order of their numbers), or of a folder (in the
   * order of its {@code series} file, else of the file names). Mails without a diff, such as a
   * cover letter, are left out.
   *
   * @throws dev.subflow.failure.UsageException when there is none, or it can't be read
   */
  public static List<KernelPatch> read(Path path) {
    return PatchFiles.read(path.toAbsolutePath().normalize());
  }

  /** The same of the text of a file or mailbox that came from elsewhere. */
  public static List<KernelPatch> parse(String name, String text) {
    return PatchFiles.parse(name, text);
  }
}
