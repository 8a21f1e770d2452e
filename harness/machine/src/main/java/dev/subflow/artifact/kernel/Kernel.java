// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A kernel that is ready to boot.
 *
 * @param requested the name it was asked for, such as {@code debian:stable}
 * @param release what {@code uname -r} says in it
 * @param version exact version of the package or build, for results
 * @param image what QEMU's {@code -kernel} takes: an ELF vmlinux with a PVH entry (it starts at
 *     once), else a bzImage
 * @param initramfs the agent as {@code /init} and the modules needed to mount the root
 * @param modules erofs image to mount on {@code /usr/lib/modules}, which names what is built in
 *     too; absent when there is neither
 * @param config its kconfig file, if it is known
 * @param origin the built tree or the image that it was taken from; absent for a package
 */
public record Kernel(
    String requested,
    String release,
    String version,
    Path image,
    Path initramfs,
    Optional<Path> modules,
    Optional<Path> config,
    Optional<Path> origin) {
  public Kernel {
    Objects.requireNonNull(requested, "requested");
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(initramfs, "initramfs");
    Objects.requireNonNull(modules, "modules");
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(origin, "origin");
  }

  /** The built tree that it was taken from, if it was. */
  public Optional<Path> tree() {
    return origin.flatMap(KernelFolder::ofBuild).map(KernelFolder::path);
  }
}
