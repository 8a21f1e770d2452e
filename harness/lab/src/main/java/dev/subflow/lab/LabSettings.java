// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.artifact.Preparation;
import dev.subflow.cache.Cache;
import dev.subflow.failure.UsageException;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.QemuChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Settings of a run's guests, unless their topology says otherwise.
 *
 * @param home checkout of the project, which holds the image recipes
 * @param cache folder of the artifact cache
 * @param kernel kernel name or path, such as {@code debian:stable}
 * @param image root image name
 * @param accelerator forced accelerator; absent to take KVM where a probe guest boots under it,
 *     else TCG
 * @param qemu which QEMU runs them
 * @param vcpus virtual CPUs of each guest; absent for as many as suits what runs them
 * @param templates whether guests may be copies of a template; else all boot
 */
public record LabSettings(
    Path home,
    Path cache,
    String kernel,
    String image,
    Optional<Accelerator> accelerator,
    QemuChoice qemu,
    OptionalInt vcpus,
    boolean templates) {
  public static final String DEFAULT_KERNEL = "debian:stable";
  public static final String DEFAULT_IMAGE = "guest";

  private static final int MOST_VCPUS = 64;

  public LabSettings {
    Objects.requireNonNull(home, "home");
    Objects.requireNonNull(cache, "cache");
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(qemu, "qemu");
    Objects.requireNonNull(vcpus, "vcpus");
  }

  /** Settings of guests of which no more is said. */
  public LabSettings(
      Path home,
      Path cache,
      String kernel,
      String image,
      Optional<Accelerator> accelerator,
      boolean templates) {
    this(home, cache, kernel, image, accelerator, QemuChoice.AUTO, OptionalInt.empty(), templates);
  }

  /** Kernels of a run that names one. */
  public List<String> kernels() {
    return List.of(kernel);
  }

  /**
   * Preparation of this machine for such guests.
   *
   * @param progress told in a few words what takes long
   */
  public Preparation preparation(Consumer<String> progress) {
    return new Preparation(home, cache, qemu.suite(), progress);
  }

  /** The cache of this user: {@code $XDG_CACHE_HOME/subflow} or {@code ~/.cache/subflow}. */
  public static Path defaultCache() {
    return Cache.ofUser().root();
  }

  /**
   * Reads which QEMU runs guests, as {@link QemuChoice#parse} does, and looks at one that is named
   * by its path.
   *
   * @throws UsageException for a name that is none, and for a program that is none or too old
   */
  public static QemuChoice qemu(String text) {
    QemuChoice choice = QemuChoice.parse(text);
    LabOpening.requireQemu(choice);
    return choice;
  }

  /**
   * Checks a number of virtual CPUs for each guest.
   *
   * @throws UsageException for none, and for more than this machine has
   */
  public static OptionalInt vcpus(int count) {
    int most = Math.min(MOST_VCPUS, Runtime.getRuntime().availableProcessors());
    if (count < 1 || count > most) {
      throw new UsageException(
          "guests can't have " + count + " processors: this machine carries 1 to " + most);
    }
    return OptionalInt.of(count);
  }

  /**
   * Reads {@code auto}, {@code kvm} or {@code tcg}; empty for {@code auto}.
   *
   * @throws UsageException for anything else
   */
  public static Optional<Accelerator> accelerator(String text) {
    return switch (text) {
      case "auto" -> Optional.empty();
      case "kvm" -> Optional.of(Accelerator.KVM);
      case "tcg" -> Optional.of(Accelerator.TCG);
      default ->
          throw new UsageException("accelerator \"" + text + "\" is not one of auto, kvm, tcg");
    };
  }
}
