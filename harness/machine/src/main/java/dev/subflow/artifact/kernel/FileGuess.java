// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Says what a file that isn't what it should be looks like. */
final class FileGuess {
  private static final int SHOWN_BYTES = 16;
  private static final Map<String, String> MAGICS =
      Map.of(
          "7f454c46", "an ELF file, but no x86-64 Linux kernel",
          "4d5a", "a PE/EFI program, but no bzImage",
          "070701", "a cpio archive",
          "303730373031", "a cpio archive (an initramfs?)",
          "213c617263683e", "an ar archive (a Debian package?)",
          "2321", "a script",
          "514649fb", "a qcow2 disk image");

  private FileGuess() {}

  static String describe(byte[] bytes) {
    if (bytes.length == 0) {
      return "empty";
    }
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN_BYTES));
    return guess(bytes, head) + " (first bytes: " + show(head) + ")";
  }

  private static String guess(byte[] bytes, byte[] head) {
    String hex = HexFormat.of().formatHex(head);
    Optional<String> known =
        MAGICS.entrySet().stream()
            .filter(magic -> hex.startsWith(magic.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    if (known.isPresent()) {
      return known.get();
    }
    Optional<Compression> compression = Compression.of(bytes);
    if (compression.isPresent()) {
      return "a bare " + compression.get() + " file";
    }
    return isText(bytes) ? "a text file" : "no kernel";
  }

  private static boolean isText(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, 512); i++) {
      int b = Byte.toUnsignedInt(bytes[i]);
      if (b < ' ' && b != '\n' && b != '\t' && b != '\r' && b != 0x1b && b != '\f') {
        return false;
      }
    }
    return true;
  }

  private static String show(byte[] head) {
    StringBuilder text = new StringBuilder(HexFormat.ofDelimiter(" ").formatHex(head));
    text.append(" \"");
    for (byte b : head) {
      text.append(b >= ' ' && b < 127 ? (char) b : '.');
    }
    return text.append('"').toString();
  }
}
