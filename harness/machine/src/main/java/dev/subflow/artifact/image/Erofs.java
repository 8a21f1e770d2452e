// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.image;

import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Packs folders into erofs images: same content, same bytes.
 *
 * <p>Uncompressed, because guests under emulation read it fastest, and without extended attributes.
 */
public final class Erofs {
  private Erofs() {}

  /** The command that packs a folder; what it prints is of no interest unless it fails. */
  public static List<String> command(Path image, Path folder, boolean allRoot) {
    // The image's UUID tells images apart in a guest's logs, so it comes from the name.
    UUID uuid =
        UUID.nameUUIDFromBytes(
            String.valueOf(image.getFileName()).getBytes(StandardCharsets.UTF_8));
    List<String> command =
        new ArrayList<>(List.of("mkfs.erofs", "--quiet", "-T0", "-x-1", "-U" + uuid));
    if (allRoot) {
      command.add("--all-root");
    }
    command.addAll(List.of(image.toString(), folder.toString()));
    return command;
  }

  /** Packs a folder; everything in the image belongs to root. */
  public static void pack(Path image, Path folder, Path log) throws IOException {
    Path entry = image.toAbsolutePath().resolveSibling("");
    Program.of(command(image.toAbsolutePath(), folder.toAbsolutePath(), true))
        .confined(entry, folder.toAbsolutePath())
        .run(log);
  }
}
