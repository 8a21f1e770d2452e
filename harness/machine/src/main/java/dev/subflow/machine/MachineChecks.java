// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Checks of what the machine itself brings along. */
final class MachineChecks {
  private static final Path KVM = Path.of("/dev/kvm");
  private static final double GIB = 1 << 30;

  /** Two guests of 256 MiB, the JVM, and room for the guests' page cache. */
  private static final double NEEDED_MEMORY_GIB = 1.5;

  private MachineChecks() {}

  static Check kvm(Optional<KvmProbe> probe) {
    String software = "guests run in software emulation (TCG), which works but is slower";
    if (!Files.exists(KVM)) {
      return Check.limited("kvm", KVM + " does not exist; " + software, "Enable virtualisation.");
    }
    try (FileChannel opened =
        FileChannel.open(KVM, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      opened.isOpen();
    } catch (IOException e) {
      return Check.limited(
          "kvm",
          KVM + " cannot be opened by this user; " + software,
          "Join its group: sudo usermod -aG kvm $USER, then log in again.");
    }
    if (probe.isEmpty()) {
      return Check.ok("kvm", KVM + " opens; the first run finds out whether guests boot under it");
    }
    return probe.get().boots()
        ? Check.ok("kvm", probe.get().reason())
        : Check.limited(
            "kvm",
            probe.get().reason() + "; " + software,
            "Nested virtualisation often opens " + KVM + " and never boots a guest.");
  }

  static Check cores() {
    int cores = Runtime.getRuntime().availableProcessors();
    return cores >= 2
        ? Check.ok("cores", String.valueOf(cores))
        : Check.limited("cores", "1", "Two guests share one core: expect runs to take longer.");
  }

  static Check memory() {
    double available = Memory.availableBytes() / GIB;
    String detail = "%.1f GiB available".formatted(available);
    return available >= NEEDED_MEMORY_GIB
        ? Check.ok("memory", detail)
        : Check.limited(
            "memory",
            detail,
            "Two guests and the harness want %.1f GiB.".formatted(NEEDED_MEMORY_GIB));
  }

  static Check disk(String name, Path directory, int neededGib) {
    Path existing = existing(directory);
    double free = existing.toFile().getUsableSpace() / GIB;
    String detail = "%.1f GiB free in %s".formatted(free, existing);
    return free >= neededGib
        ? Check.ok(name, detail)
        : Check.limited(name, detail, "Make room for " + neededGib + " GiB.");
  }

  /**
   * Checks whether more can be put there.
   *
   * @param needed whether guests can't run unless it is: not where it has their images
   */
  static Check cache(Path cache, boolean needed) {
    Path existing = existing(cache);
    if (Files.isDirectory(existing) && Files.isWritable(existing)) {
      return Check.ok("cache", cache.toString());
    }
    String detail = existing + " cannot be written";
    return needed
        ? Check.missing(
            "cache",
            detail,
            "Set XDG_CACHE_HOME to a directory that can; images and kernels go to " + cache + ".")
        : Check.limited(
            "cache",
            detail + ", so only what it has can be used",
            "For more, set XDG_CACHE_HOME to a directory that can be written.");
  }

  private static Path existing(Path directory) {
    Path path = directory.toAbsolutePath();
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }

  static Check java() {
    return Check.ok(
        "java", System.getProperty("java.home") + " " + System.getProperty("java.version"));
  }

  static Check installation(Tools tools) {
    Optional<PackageManager> manager = tools.packageManager();
    if (manager.isEmpty()) {
      return Check.limited(
          "packages", "no package manager that is known", "Install missing tools by hand.");
    }
    String program = manager.get().program();
    return switch (Privileges.ofThisUser()) {
      case ROOT -> Check.ok("packages", program + " as root");
      case PASSWORDLESS_SUDO -> Check.ok("packages", program + " with passwordless sudo");
      case NONE ->
          Check.limited(
              "packages",
              "this user may not install packages",
              "Where one is missing, the line to type is shown.");
    };
  }
}
