// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
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

  /** Length of the beginning that tells them apart. */
  static final int MAGIC_BYTES = 8;

  /**
   * Most memory for a dictionary, whose size is in the header; kernels have up to 128 MiB.
   * Zstandard itself refuses more than that.
   */
  private static final int DICTIONARY_KIB = 256 << 10;

  /** Few kernels have more. */
  private static final int USUAL_BYTES = 256 << 20;

  private final String magic;

  Compression(String magicHex) {
    this.magic = magicHex;
  }

  static Optional<Compression> of(byte[] data) {
    return at(data, 0);
  }

  /** The compression that begins at a position. */
  static Optional<Compression> at(byte[] data, int from) {
    int to = Math.min(data.length, from + MAGIC_BYTES);
    String head = HexFormat.of().formatHex(Arrays.copyOfRange(data, from, to));
    return Arrays.stream(values()).filter(kind -> head.startsWith(kind.magic)).findFirst();
  }

  /**
   * Expands one compressed stream. An uncommonly large one is counted first and kept then, so that
   * what is too much costs time and little memory.
   *
   * @param to end of it in the data
   * @param limit most bytes that may come of it
   */
  byte[] expand(byte[] data, int from, int to, long limit) throws IOException {
    int size;
    try (Expansion in = new Expansion(open(part(data, from, to)), limit)) {
      byte[] usual = in.readNBytes(USUAL_BYTES);
      if (usual.length < USUAL_BYTES) {
        return usual;
      }
      size = Math.toIntExact(in.count());
    }
    byte[] all = new byte[size];
    try (InputStream in = open(part(data, from, to))) {
      if (in.readNBytes(all, 0, size) < size) {
        throw new EOFException("it ends early");
      }
    }
    return all;
  }

  private static InputStream part(byte[] data, int from, int to) {
    return new ByteArrayInputStream(data, from, to - from);
  }

  /** The expanded bytes of one compressed stream, without a limit. */
  InputStream open(InputStream data) throws IOException {
    return switch (this) {
      case GZIP -> new GZIPInputStream(data);
      case XZ -> new SingleXZInputStream(data, DICTIONARY_KIB);
      case ZSTD -> new ZstdInputStreamNoFinalizer(data);
      case BZIP2 -> new BZip2CompressorInputStream(data, false);
      case LZMA -> new LZMAInputStream(data, DICTIONARY_KIB);
      case LZ4_LEGACY -> new Lz4Legacy(data);
    };
  }
}
