// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log that ends early, with a word about it, where it can't be written. */
final class LastingLog implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(LastingLog.class);

  private final Path path;
  private final OutputStream file;
  private final OutputStream buffer;
  private boolean ended;

  private LastingLog(Path path, OutputStream file) {
    this.path = path;
    this.file = file;
    this.buffer = new BufferedOutputStream(file);
  }

  /** One that begins anew. */
  static LastingLog open(Path path) {
    try {
      return new LastingLog(path, Files.newOutputStream(path));
    } catch (IOException e) {
      LastingLog none = new LastingLog(path, OutputStream.nullOutputStream());
      none.end(e);
      return none;
    }
  }

  void line(String text) {
    if (ended) {
      return;
    }
    try {
      buffer.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      end(e);
    }
  }

  private void end(IOException e) {
    ended = true;
    logger.warn("{} is incomplete: {}", path, e.getMessage());
  }

  @Override
  public void close() {
    // The file is closed whether or not the rest can be written.
    try (file) {
      if (!ended) {
        buffer.flush();
      }
    } catch (IOException e) {
      end(e);
    }
  }
}
