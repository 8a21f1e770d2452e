// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * One patch.
 *
 * @param name what messages call it: its file, or its subject
 * @param text the unified diff; of a mail what comes before is left away, of a file all is there
 */
public record KernelPatch(String name, String text) {
  public KernelPatch {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(text, "text");
  }

  /** As {@link #read(Path, Consumer)}, without a word on what is left out. */
  public static List<KernelPatch> read(Path path) {
    return read(path, note -> {});
  }

  /**
   * The patches of a file, of a mailbox (in the order of their numbers), or of a folder (in the
   * order of its {@code series} file, else of the file names). Mails without a diff, replies, cover
   * letters, and patches that were sent again are left out.
   *
   * @param notes told which replies are left out, and which other mails with a diff
   * @throws dev.subflow.failure.UsageException when there is none, or it can't be read
   */
  public static List<KernelPatch> read(Path path, Consumer<String> notes) {
    return PatchFiles.read(path.toAbsolutePath().normalize(), notes);
  }

  /** As {@link #parse(String, String, Consumer)}, without a word on what is left out. */
  public static List<KernelPatch> parse(String name, String text) {
    return parse(name, text, note -> {});
  }

  /**
   * The patches of the text of a file or mailbox that came from elsewhere; none if it has none.
   *
   * @throws dev.subflow.failure.UsageException when it can't be read
   */
  public static List<KernelPatch> parse(String name, String text, Consumer<String> notes) {
    return PatchFiles.parse(name, text.getBytes(StandardCharsets.UTF_8), notes);
  }
}
