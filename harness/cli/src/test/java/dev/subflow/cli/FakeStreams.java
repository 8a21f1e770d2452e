// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Streams of the command line that keep what is written to them. */
final class FakeStreams {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Streams of a command whose input and output are files. */
  Streams files() {
    return streams(InputStream.nullInputStream(), false);
  }

  /** Streams of a command on a terminal without colours. */
  Streams terminal() {
    return streams(InputStream.nullInputStream(), true);
  }

  /** Streams of a command that reads a text. */
  Streams reading(String text) {
    return streams(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), false);
  }

  private Streams streams(InputStream in, boolean terminal) {
    return new Streams(
        in,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        terminal,
        terminal,
        terminal,
        Map.of());
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
