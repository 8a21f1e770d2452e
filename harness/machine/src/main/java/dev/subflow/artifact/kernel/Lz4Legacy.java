// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;

/**
 * The legacy LZ4 frame that kernels use: magic, then blocks of up to 8 MiB expanded, each behind
 * its compressed length. Source: the LZ4 frame format description, "Legacy frame".
 */
final class Lz4Legacy extends InputStream {
  private static final int MAGIC = 0x184c2102;
  private static final int BLOCK_BYTES = 8 << 20;
  private static final int LONGEST_BLOCK = BLOCK_BYTES + BLOCK_BYTES / 255 + 16;

  /** The frame has no end of its own, and a length is unsigned. */
  private static final long END = -1;

  private final InputStream in;
  private InputStream block;
  private boolean hasBlock;

  Lz4Legacy(InputStream in) throws IOException {
    this.in = in;
    this.block = InputStream.nullInputStream();
    if (length() != MAGIC) {
      throw new IOException("no legacy LZ4 frame");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = block.read(into, offset, length);
    while (read < 0 && next()) {
      read = block.read(into, offset, length);
    }
    return read;
  }

  /** Goes on to the next block; what is left after the last one is no length of one. */
  private boolean next() throws IOException {
    long length = length();
    while (length == MAGIC) {
      length = length();
    }
    if (length == END) {
      if (!hasBlock) {
        throw new IOException("LZ4 frame holds no complete block");
      }
      return false;
    }
    if (length <= 0 || length > LONGEST_BLOCK) {
      throw new IOException("LZ4 block of impossible length " + length);
    }
    byte[] data = in.readNBytes((int) length);
    if (data.length < length) {
      throw new IOException(
          "LZ4 block of impossible length " + length + ": " + data.length + " bytes are left");
    }
    hasBlock = true;
    block =
        new Expansion(
            new BlockLZ4CompressorInputStream(new ByteArrayInputStream(data)), BLOCK_BYTES);
    return true;
  }

  private long length() throws IOException {
    byte[] bytes = in.readNBytes(Integer.BYTES);
    return bytes.length < Integer.BYTES
        ? END
        : Integer.toUnsignedLong(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt());
  }
}
