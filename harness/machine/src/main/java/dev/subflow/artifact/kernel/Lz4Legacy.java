// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;

/**
 * The legacy LZ4 frame that kernels use: magic, then blocks of up to 8 MiB expanded, each behind
 * its compressed length. Source: the LZ4 frame format description, "Legacy frame".
 */
final class Lz4Legacy {
  private static final int MAGIC = 0x184c2102;
  private static final int BLOCK_BYTES = 8 << 20;
  private static final int LONGEST_BLOCK = BLOCK_BYTES + BLOCK_BYTES / 255 + 16;

  private Lz4Legacy() {}

  static byte[] expand(byte[] data) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 4 || in.getInt() != MAGIC) {
      throw new IOException("no legacy LZ4 frame");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length * 3);
    while (in.remaining() >= 4) {
      int length = in.getInt();
      if (length == MAGIC) {
        continue;
      }
      if (length <= 0 || length > Math.min(in.remaining(), LONGEST_BLOCK)) {
        throw new IOException("LZ4 block of impossible length " + length);
      }
      out.write(expandBlock(data, in.position(), length));
      in.position(in.position() + length);
    }
    if (out.size() == 0) {
      throw new IOException("LZ4 frame holds no complete block");
    }
    return out.toByteArray();
  }

  private static byte[] expandBlock(byte[] data, int offset, int length) throws IOException {
    try (InputStream block =
        new BlockLZ4CompressorInputStream(new ByteArrayInputStream(data, offset, length))) {
      return block.readAllBytes();
    }
  }
}
