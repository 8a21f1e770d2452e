// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.cache.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What of a built kernel decides how it behaves: the code and data of vmlinux and its modules that
 * come into memory. Debug information is not among them, nor are the line numbers that {@code
 * WARN()} prints, so that a kernel with other comments has the same.
 *
 * <p>Kernels are built with the same date, user and host. What embeds line numbers in its code,
 * such as {@code might_sleep()} of debug builds, makes another digest.
 */
public final class KernelCode {
  private static final String VMLINUX = "vmlinux";
  private static final int MOST_MODULES = 20_000;
  private static final int MOST_DEPTH = 20;

  private KernelCode() {}

  /**
   * Digest of the code in a folder that a kernel was built into.
   *
   * @return empty where there is no vmlinux, more modules than anybody has, or something that can't
   *     be read
   */
  public static Optional<String> digest(Path folder) {
    try {
      StringBuilder all = new StringBuilder();
      List<Path> files = files(folder);
      if (files.size() > MOST_MODULES) {
        return Optional.empty();
      }
      for (Path file : files) {
        Optional<String> code = ofFile(file);
        if (code.isEmpty()) {
          return Optional.empty();
        }
        all.append(folder.relativize(file)).append(' ').append(code.get()).append('\n');
      }
      return all.isEmpty() ? Optional.empty() : Optional.of(Digests.of(all.toString()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isRegularFile(folder.resolve(VMLINUX))) {
      return List.of();
    }
    try (Stream<Path> modules =
        Files.find(
            folder,
            MOST_DEPTH,
            (path, attributes) ->
                attributes.isRegularFile() && path.getFileName().toString().endsWith(".ko"))) {
      return Stream.concat(Stream.of(folder.resolve(VMLINUX)), modules.sorted())
          .limit(MOST_MODULES + 2L)
          .toList();
    }
  }

  /**
   * Digests of modules by their paths in the folder of a kernel.
   *
   * @throws IOException for one that can't be read
   */
  static Map<String, String> modules(Path folder) throws IOException {
    Map<String, String> modules = new TreeMap<>();
    for (Path file : files(folder)) {
      if (!file.endsWith(VMLINUX)) {
        String code = ofFile(file).orElseThrow(() -> new IOException(file + " is no module"));
        modules.put(folder.relativize(file).toString(), code);
      }
    }
    return modules;
  }

  private static Optional<String> ofFile(Path file) throws IOException {
    return mapped(file).flatMap(LoadedSections::digest);
  }

  /** A file as memory; empty for one that is not there, or too big to be a kernel. */
  static Optional<ByteBuffer> mapped(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.size() > Integer.MAX_VALUE
          ? Optional.empty()
          : Optional.of(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    }
  }
}
