// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Hears what a script prints, line by line, while it runs; of more than the limit it keeps head and
 * tail. Thread-safe: who asks for it never waits for a listener.
 */
final class ScriptOutput {
  static final int LIMIT = 16 << 20;

  /** No title is as long, so the rest of a line does not matter. */
  private static final int LONGEST_LINE = 4 << 10;

  private final Listener listener;
  private final Object hearing = new Object();
  private final StringBuilder line = new StringBuilder();
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final HeadAndTail said;
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
    this(listener, LIMIT);
  }

  ScriptOutput(Listener listener, int limit) {
    this.listener = listener;
    this.said = new HeadAndTail(limit);
  }

  void hear(byte[] bytes) {
    synchronized (hearing) {
      ByteBuffer all = ByteBuffer.allocate(pending.remaining() + bytes.length);
      all.put(pending).put(bytes).flip();
      CharBuffer text = CharBuffer.allocate(all.remaining());
      // A letter may come in two parts.
      decoder.reset().decode(all, text, false);
      pending = all;
      text.flip();
      said.append(text);
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\n') {
          line(line.toString());
          line.setLength(0);
        } else if (line.length() < LONGEST_LINE) {
          line.append(c);
        }
      }
    }
  }

  private void line(String text) {
    inBlock |= ScriptLog.beginsBlock(text);
    if (inBlock) {
      return;
    }
    ScriptLog.title(text).ifPresent(listener::began);
    if (ScriptLog.tellsOfFailure(text)) {
      listener.failed();
    }
  }

  /** What it printed so far. */
  Printed printed() {
    return said.printed();
  }
}
