// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.artifact.kernel.BzImageHeader;
import dev.subflow.artifact.kernel.Expansion;
import dev.subflow.artifact.kernel.KernelFolder;
import dev.subflow.cache.Enclosure;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Makes sure that what boots is what was compiled. */
final class BootImage {
  private static final Path COMPRESSED = Path.of("arch/x86/boot/compressed");
  // vmlinux.bin.gz; the sums and the parts it is made of have other names
  private static final String PAYLOAD = "vmlinux\\.bin\\.(gz|bz2|lzma|xz|lzo|lz4|zst)";

  private static final int CHUNK_BYTES = 1 << 20;

  private BootImage() {}

  /**
   * Requires that the bzImage of a build folder holds the kernel compressed in that folder.
   *
   * @throws InfrastructureException when it holds another, or a part of it
   */
  static void requireWithin(Path out) throws IOException {
    Enclosure enclosure = Enclosure.of(out);
    List<Path> payloads =
        enclosure.regularFiles(COMPRESSED).stream()
            .filter(file -> String.valueOf(file.getFileName()).matches(PAYLOAD))
            .map(out::resolve)
            .toList();
    Path image = file(enclosure, KernelFolder.IMAGE);
    for (Path payload : payloads) {
      if (holds(image, file(enclosure, out.relativize(payload)))) {
        if (payload.toString().endsWith(".gz")) {
          requireWhole(out, payload);
        }
        return;
      }
    }
    throw untrusted(
        out,
        "does not hold the kernel that was compiled ("
            + (payloads.isEmpty() ? "nothing compressed in " + COMPRESSED : payloads.get(0))
            + ")");
  }

  private static Path file(Enclosure out, Path file) throws IOException {
    Path found =
        out.file(file).orElseThrow(() -> new NoSuchFileException(file + " of the build folder"));
    if (Files.size(found) > Expansion.IMAGE_BYTES) {
      throw new UsageException(
          found + " has " + Files.size(found) + " bytes, more than any kernel: build it again.");
    }
    return found;
  }

  private static void requireWhole(Path out, Path payload) throws IOException {
    try (InputStream whole = Files.newInputStream(payload);
        Expansion expanded = new Expansion(new GZIPInputStream(whole), Expansion.IMAGE_BYTES)) {
      var unused = expanded.count();
    } catch (EOFException | ZipException e) {
      throw untrusted(out, "holds a part of a kernel: " + payload + ": " + e.getMessage());
    }
  }

  private static InfrastructureException untrusted(Path out, String why) {
    return new InfrastructureException(
        out.resolve(KernelEntry.IMAGE)
            + " "
            + why
            + ": the build is not to be trusted. Remove "
            + out
            + " and build again.");
  }

  /** Whether an image has a file as its payload, where its header says that this is. */
  private static boolean holds(Path image, Path part) throws IOException {
    Optional<BzImageHeader> header = BzImageHeader.read(image);
    if (header.isEmpty() || header.get().length() != Files.size(part)) {
      return false;
    }
    try (InputStream whole = Files.newInputStream(image);
        InputStream wanted = Files.newInputStream(part)) {
      whole.skipNBytes(header.get().payload());
      byte[] chunk = wanted.readNBytes(CHUNK_BYTES);
      while (chunk.length > 0) {
        if (!Arrays.equals(chunk, whole.readNBytes(chunk.length))) {
          return false;
        }
        chunk = wanted.readNBytes(CHUNK_BYTES);
      }
      return true;
    } catch (EOFException e) {
      return false;
    }
  }
}
