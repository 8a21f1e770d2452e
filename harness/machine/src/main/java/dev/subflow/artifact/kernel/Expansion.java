// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream of expanded bytes that ends with a failure beyond a limit, however little was compressed
 * to so much.
 */
public final class Expansion extends FilterInputStream {
  /** Most that a kernel may have: it is mapped into 1 GiB. Source: KERNEL_IMAGE_SIZE of x86. */
  public static final long IMAGE_BYTES = 1L << 30;

  /** Most that one module may have, its debug information included. */
  static final long MODULE_BYTES = 1L << 30;

  /** Most that all modules of a kernel may have together. */
  static final long MODULES_BYTES = 16L << 30;

  /** Most that the configuration within a kernel may have. */
  static final long CONFIG_BYTES = 64L << 20;

  private static final int CHUNK_BYTES = 1 << 16;

  private final long limit;
  private long left;

  /** Limits a stream. */
  public Expansion(InputStream expanded, long limit) {
    super(expanded);
    this.limit = limit;
    this.left = limit;
  }

  /** Reads to the end, and keeps nothing; the number of bytes since the beginning. */
  public long count() throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    while (read(chunk, 0, chunk.length) >= 0) {
      // Only the number matters.
    }
    return limit - left;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    left -= Math.max(read, 0);
    if (left < 0) {
      throw new IOException("it expands to more than " + words(limit) + ", the most it may");
    }
    return read;
  }

  @Override
  public long skip(long bytes) {
    throw new UnsupportedOperationException("what is skipped must count");
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private static String words(long bytes) {
    return bytes < 1 << 20 ? bytes + " bytes" : (bytes >> 20) + " MiB";
  }
}
