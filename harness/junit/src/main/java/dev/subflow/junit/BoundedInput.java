// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream. */
final class BoundedInput extends FilterInputStream {
  private long left;

  BoundedInput(InputStream in, long most) {
    super(in);
    left = most;
  }

  @Override
  public int read() throws IOException {
    int read = left > 0 ? super.read() : -1;
    left -= read < 0 ? 0 : 1;
    return read;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int wanted = (int) Math.min(left, length);
    int read = wanted == 0 && length > 0 ? -1 : super.read(into, offset, wanted);
    left -= Math.max(0, read);
    return read;
  }
}
