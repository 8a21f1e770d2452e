// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Hears what a script prints, line by line, while it runs. Thread-safe. */
final class ScriptOutput {
  static final int LIMIT = 16 << 20;

  private final Listener listener;
  private final StringBuilder said = new StringBuilder();
  private final StringBuilder line = new StringBuilder();
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private ByteBuffer pending = ByteBuffer.allocate(0);
  private boolean inBlock;

  /** Hears of what matters at once; must be quick. */
  interface Listener {
    /** A subtest begins. */
    void began(String title);

    /** A check of the subtest that runs failed. */
    void failed();
  }

  ScriptOutput(Listener listener) {
    this.listener = listener;
  }

  synchronized void hear(byte[] bytes) {
    ByteBuffer all = ByteBuffer.allocate(pending.remaining() + bytes.length);
    all.put(pending).put(bytes).flip();
    CharBuffer text = CharBuffer.allocate(all.remaining());
    // A letter may come in two parts.
    decoder.reset().decode(all, text, false);
    pending = all;
    text.flip();
    if (said.length() < LIMIT) {
      said.append(text);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line(line.toString());
        line.setLength(0);
      } else if (line.length() < LIMIT) {
        line.append(c);
      }
    }
  }

  private void line(String text) {
    inBlock |= text.startsWith("TAP version ");
    if (inBlock) {
      return;
    }
    Optional<String> title = ScriptLog.title(text);
    title.ifPresent(listener::began);
    if (ScriptLog.tellsOfFailure(text)) {
      listener.failed();
    }
  }

  /** All of it so far. */
  synchronized String text() {
    return said.toString();
  }
}
