// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import java.io.IOException;
import java.util.Optional;

/** An x86 bzImage: the compressed kernel behind a {@link BzImageHeader}. */
final class BzImage {
  private final byte[] bytes;
  private final BzImageHeader header;

  private BzImage(byte[] bytes, BzImageHeader header) {
    this.bytes = bytes;
    this.header = header;
  }

  /** Empty when the bytes are no bzImage that says where its payload is. */
  static Optional<BzImage> of(byte[] bytes) {
    return BzImageHeader.of(bytes).map(header -> new BzImage(bytes, header));
  }

  /** Release, as {@code uname -r} says it. */
  Optional<String> release() {
    return header.release();
  }

  /** The vmlinux within; empty when its compression is one that isn't known here (LZO). */
  Optional<byte[]> vmlinux() throws IOException {
    header.requireWhole(bytes.length);
    int begin = (int) header.payload();
    int end = (int) (header.payload() + header.length());
    Optional<Compression> compression = Compression.at(bytes, begin);
    if (header.length() < Compression.MAGIC_BYTES || compression.isEmpty()) {
      return Optional.empty();
    }
    // The kernel's build puts the expanded size behind all but gzip, which has it already.
    int trailer = compression.get() == Compression.GZIP ? 0 : Integer.BYTES;
    return Optional.of(
        compression.get().expand(bytes, begin, end - trailer, Expansion.IMAGE_BYTES));
  }
}
