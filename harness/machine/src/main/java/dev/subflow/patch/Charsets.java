// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.james.mime4j.util.CharsetUtil;

/** Decodes text whose charset is said wrongly, or not at all. */
final class Charsets {
  private static final char UNREADABLE = '\ufffd';

  private Charsets() {}

  /** By the first that fits: the one it is said to be in, UTF-8, Latin-1. */
  static String decode(byte[] bytes, Optional<String> declared) {
    List<Charset> candidates = new ArrayList<>();
    declared.map(name -> CharsetUtil.lookup(name)).ifPresent(candidates::add);
    candidates.add(StandardCharsets.UTF_8);
    for (Charset charset : candidates) {
      String text = new String(bytes, charset);
      boolean fits =
          text.indexOf(UNREADABLE) < 0
              || (charset.canEncode() && Arrays.equals(text.getBytes(charset), bytes));
      if (fits) {
        return text;
      }
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
