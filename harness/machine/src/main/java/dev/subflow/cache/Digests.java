// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of texts, files and folders, as lower-case hexadecimal. */
public final class Digests {
  private static final int CHUNK_BYTES = 1 << 17;

  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has SHA-256", e);
    }
  }

  public static String of(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  public static String of(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Digest of a folder: relative paths, kinds, permissions and contents, so that renaming a file
   * counts as a change and touching one does not. An absent folder has the digest of nothing.
   */
  public static String ofTree(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return of("");
    }
    StringBuilder lines = new StringBuilder();
    for (Path file : sortedFiles(folder)) {
      lines.append(folder.relativize(file)).append('\t');
      if (Files.isSymbolicLink(file)) {
        lines.append("-> ").append(Files.readSymbolicLink(file));
      } else if (Files.isDirectory(file)) {
        lines.append('/');
      } else if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        // To read a named pipe is to wait for who never writes.
        lines.append("special");
      } else {
        lines.append(Files.isExecutable(file) ? "x " : "- ").append(of(file));
      }
      lines.append('\n');
    }
    return of(lines.toString());
  }

  private static List<Path> sortedFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> !file.equals(folder)).sorted().toList();
    }
  }
}
