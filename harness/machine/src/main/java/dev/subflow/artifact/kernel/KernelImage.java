// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.cache.RelativePath;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A kernel image in the form that starts fastest: the ELF kernel within a bzImage if it has a PVH
 * entry, since nothing must then be expanded in the guest (1.3 s under emulation). With KASAN,
 * Linux 7.3 that is entered so resets the machine before its first word; such kernels stay as they
 * are.
 *
 * @param release what {@code uname -r} says in it
 * @param fileName {@code vmlinux} or {@code bzImage}
 * @param bytes what QEMU's {@code -kernel} takes
 * @param config the configuration it carries within, if it does
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes go straight to a file
record KernelImage(String release, String fileName, byte[] bytes, Optional<String> config) {
  private static final String SANITIZED = "KernelAddressSanitizer initialized";

  /** Most that a file may have, a vmlinux with its debug information included. */
  private static final long LONGEST_BYTES = 1L << 30;

  static KernelImage read(Path file) {
    try {
      return of(file, bytes(file));
    } catch (IOException e) {
      throw unusable(file, "can't be read: " + e.getMessage());
    }
  }

  /** Release, as {@code uname -r} says it, without expanding the image: each start asks for it. */
  static String release(Path file) {
    try {
      requireReadable(file);
      Optional<BzImageHeader> header = BzImageHeader.read(file);
      return header.isPresent()
          ? release(file, header.get().release())
          : of(file, bytes(file)).release();
    } catch (IOException e) {
      throw unusable(file, "can't be read: " + e.getMessage());
    }
  }

  private static String release(Path file, Optional<String> named) {
    String release = named.orElseThrow(() -> unusable(file, "is a bzImage that names no version"));
    return RelativePath.name(release, "Kernel " + file + ": its release");
  }

  private static byte[] bytes(Path file) throws IOException {
    requireReadable(file);
    return Files.readAllBytes(file);
  }

  private static void requireReadable(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw unusable(file, Files.exists(file) ? "is not a regular file" : "does not exist");
    }
    if (!Files.isReadable(file)) {
      throw unusable(file, "can't be read by " + System.getProperty("user.name"));
    }
    if (Files.size(file) > LONGEST_BYTES) {
      throw unusable(file, "has " + Files.size(file) + " bytes, more than any kernel");
    }
  }

  private static KernelImage of(Path file, byte[] bytes) throws IOException {
    Optional<BzImage> bzImage = BzImage.of(bytes);
    if (bzImage.isPresent()) {
      return ofBzImage(file, bytes, bzImage.get());
    }
    Optional<ElfFile> elf = ElfFile.of(bytes);
    Optional<String> release = elf.flatMap(ElfFile::release);
    if (elf.isEmpty() || release.isEmpty()) {
      throw unusable(file, "is " + FileGuess.describe(bytes));
    }
    if (!elf.get().hasPvhEntry()) {
      throw unusable(
          file,
          "is a vmlinux without a PVH entry (CONFIG_PVH is not set), which QEMU can't start; use"
              + " its arch/x86/boot/bzImage");
    }
    if (isSanitized(bytes)) {
      throw unusable(
          file,
          "is a vmlinux with KASAN, which dies in its PVH entry; use its arch/x86/boot/bzImage");
    }
    String name = RelativePath.name(release.get(), "Kernel " + file + ": its release");
    return new KernelImage(name, "vmlinux", bytes, KernelConfig.embedded(bytes));
  }

  private static KernelImage ofBzImage(Path file, byte[] bytes, BzImage bzImage)
      throws IOException {
    String release = release(file, bzImage.release());
    Optional<byte[]> vmlinux = bzImage.vmlinux();
    boolean direct =
        vmlinux.flatMap(ElfFile::of).map(ElfFile::hasPvhEntry).orElse(false)
            && vmlinux.filter(KernelImage::isSanitized).isEmpty();
    Optional<String> config =
        vmlinux.isPresent() ? KernelConfig.embedded(vmlinux.get()) : Optional.empty();
    return direct
        ? new KernelImage(release, "vmlinux", vmlinux.get(), config)
        : new KernelImage(release, "bzImage", bytes, config);
  }

  private static boolean isSanitized(byte[] vmlinux) {
    return Bytes.indexOf(vmlinux, SANITIZED, 0) >= 0;
  }

  private static UsageException unusable(Path file, String why) {
    return new UsageException(
        "Kernel "
            + file
            + " "
            + why
            + ". Expected: a bzImage (arch/x86/boot/bzImage of a build, /boot/vmlinuz-…), the"
            + " folder of a built kernel tree, or a name that \"subflow kernel list\" knows.");
  }
}
