// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.SingleXZInputStream;

/** The compressions that kernels and modules come in, known by their first bytes. */
public enum Compression {
  GZIP("1f8b"),
  XZ("fd377a585a00"),
  ZSTD("28b52ffd"),
  BZIP2("425a68"),
  LZ4_LEGACY("02214c18"),
  LZMA("5d0000");

  private final String magic;

  Compression(String magicHex) {
    this.magic = magicHex;
  }

  static Optional<Compression> of(byte[] data) {
    String head = HexFormat.of().formatHex(Arrays.copyOf(data, Math.min(data.length, 8)));
    return Arrays.stream(values()).filter(kind -> head.startsWith(kind.magic)).findFirst();
  }

  /** Expands one compressed stream. */
  byte[] expand(byte[] data) throws IOException {
    if (this == LZ4_LEGACY) {
      return Lz4Legacy.expand(data);
    }
    try (InputStream in = open(new ByteArrayInputStream(data))) {
      return in.readAllBytes();
    }
  }

  private InputStream open(InputStream data) throws IOException {
    return switch (this) {
      case GZIP -> new GZIPInputStream(data);
      case XZ -> new SingleXZInputStream(data);
      case ZSTD -> new ZstdInputStreamNoFinalizer(data);
      case BZIP2 -> new BZip2CompressorInputStream(data, false);
      case LZMA -> new LZMAInputStream(data);
      case LZ4_LEGACY -> throw new IllegalStateException(this + " is no stream");
    };
  }
}
