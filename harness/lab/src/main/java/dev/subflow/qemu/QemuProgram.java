// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.machine.FoundTool;
import dev.subflow.machine.Version;
import dev.subflow.process.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A QEMU that can be started: one that is installed, or one in an unpacked Debian, which runs with
 * that Debian's own loader, libraries and firmware and needs nothing of this machine's.
 *
 * @param binary the program
 * @param tree the unpacked Debian that it is in; absent for one that is installed
 * @param version as far as it is known
 * @param origin where it comes from, in words for results, such as {@code debian:trixie}; absent
 *     for this machine's own
 */
public record QemuProgram(
    Path binary, Optional<Path> tree, Optional<Version> version, Optional<String> origin) {
  private static final Path INSIDE = Path.of("usr/bin/qemu-system-x86_64");
  private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu";
  private static final List<String> FIRMWARE = List.of("usr/share/qemu", "usr/share/seabios");
  private static final Version OLDEST = Version.of("7.2");
  private static final Version FIRST_SOUND_IN_PARALLEL = Version.of("10");

  public QemuProgram {
    Objects.requireNonNull(binary, "binary");
    Objects.requireNonNull(tree, "tree");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(origin, "origin");
  }

  /** The one of this machine. */
  public static QemuProgram of(FoundTool tool) {
    return new QemuProgram(tool.path(), Optional.empty(), tool.version(), Optional.empty());
  }

  /**
   * The one at a path.
   *
   * @throws UsageException when there is no program, or its version is too old
   */
  public static QemuProgram at(Path path) {
    Path binary = path.toAbsolutePath().normalize();
    if (!Files.isRegularFile(binary) || !Files.isExecutable(binary)) {
      throw new UsageException("there is no program " + binary + " to run guests with");
    }
    Optional<Version> version = version(List.of(binary.toString()));
    if (version.filter(v -> v.isAtLeast(OLDEST)).isEmpty()) {
      throw new UsageException(
          binary
              + version.map(v -> " is QEMU " + v).orElse(" does not tell a version of QEMU")
              + ", but "
              + OLDEST
              + " or newer is needed");
    }
    return new QemuProgram(binary, Optional.empty(), version, Optional.of(binary.toString()));
  }

  /**
   * The one in an unpacked Debian.
   *
   * @param suite of that Debian
   * @throws InfrastructureException when it does not start here
   */
  public static QemuProgram in(Path tree, String suite) {
    Path binary = tree.resolve(INSIDE);
    List<String> words = words(binary, tree);
    Version version =
        version(words)
            .orElseThrow(
                () ->
                    new InfrastructureException(
                        "the QEMU of Debian "
                            + suite
                            + " does not start on this machine: "
                            + String.join(" ", words)
                            + " --version"));
    return new QemuProgram(
        binary, Optional.of(tree), Optional.of(version), Optional.of("debian:" + suite));
  }

  private static Optional<Version> version(List<String> words) {
    List<String> argv = new ArrayList<>(words);
    argv.add("--version");
    return Program.of(argv).ask().flatMap(Version::firstIn);
  }

  /**
   * Whether it emulates several processors at once without tripping over instructions that kernels
   * patch.
   */
  public boolean isSoundInParallel() {
    return version.filter(own -> own.isAtLeast(FIRST_SOUND_IN_PARALLEL)).isPresent();
  }

  /** Words of a command line that go before QEMU's arguments. */
  List<String> words() {
    return tree.map(this::words).orElseGet(() -> List.of(binary.toString()));
  }

  /**
   * The same, for a process that sees its tree somewhere else.
   *
   * @param seen the tree's folder, as that process names it
   */
  List<String> words(Path seen) {
    return tree.map(own -> words(seen.resolve(own.relativize(binary)), seen))
        .orElseGet(this::words);
  }

  private static List<String> words(Path binary, Path tree) {
    String libraries = tree.resolve(LIBRARIES).toString();
    List<String> words = new ArrayList<>();
    words.add("env");
    words.add("QEMU_MODULE_DIR=" + libraries + "/qemu");
    words.add(libraries + "/ld-linux-x86-64.so.2");
    words.addAll(List.of("--library-path", libraries, binary.toString()));
    FIRMWARE.forEach(folder -> words.addAll(List.of("-L", tree.resolve(folder).toString())));
    return words;
  }

  /** Such as {@code QEMU 10.0.7 from debian:trixie}. */
  @Override
  public String toString() {
    return "QEMU"
        + version.map(v -> " " + v).orElse("")
        + origin.map(from -> " from " + from).orElse("");
  }
}
