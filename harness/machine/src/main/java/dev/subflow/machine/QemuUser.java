// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import dev.subflow.process.Outsider;
import dev.subflow.process.SessionDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The user that QEMU runs as: whoever runs Subflow, unless that is root. A guest that breaks out of
 * its QEMU has that user's rights, so root's QEMU is an {@link Outsider} where that can be.
 *
 * @param outsider without its files; empty when QEMU runs as the caller
 * @param hindrance why QEMU runs as root; empty when it does not
 */
public record QemuUser(Optional<Outsider> outsider, Optional<String> hindrance) {
  private static final Path KVM = Path.of("/dev/kvm");
  private static final String NAME = "qemu user";

  /** The user that runs Subflow, with nothing to say about it. */
  public static final QemuUser CALLER = new QemuUser(Optional.empty(), Optional.empty());

  public QemuUser {
    Objects.requireNonNull(outsider, "outsider");
    Objects.requireNonNull(hindrance, "hindrance");
  }

  /**
   * Finds out by starting that QEMU, where root calls.
   *
   * @param kvm whether it has to open /dev/kvm
   */
  public static QemuUser of(Path qemu, boolean kvm) {
    return of(folder -> List.of(qemu.toString()), Optional.empty(), kvm);
  }

  /**
   * The same for a QEMU that is in an unpacked system.
   *
   * @param words that start it, by the folder where it sees that system
   * @param tree that system; absent where it needs none
   * @param kvm whether it has to open /dev/kvm
   */
  public static QemuUser of(Function<Path, List<String>> words, Optional<Path> tree, boolean kvm) {
    if (SessionDirectories.uid() != 0) {
      return CALLER;
    }
    OptionalInt group = OptionalInt.empty();
    if (kvm) {
      try {
        Map<String, Object> device = Files.readAttributes(KVM, "unix:mode,gid");
        int mode = (Integer) Objects.requireNonNull(device.get("mode"));
        int gid = (Integer) Objects.requireNonNull(device.get("gid"));
        if (isRootsAlone(mode, gid)) {
          return hindered(
              KVM + " is root's alone; to change that: chgrp kvm " + KVM + " && chmod 660 " + KVM);
        }
        group = group(mode, gid);
      } catch (IOException e) {
        return hindered(KVM + " cannot be looked at: " + e.getMessage());
      }
    }
    Outsider outsider = new Outsider(group);
    Path descriptor = Path.of("/proc/self/fd/" + Outsider.FIRST_DESCRIPTOR);
    List<String> program = new ArrayList<>(words.apply(descriptor));
    program.add("--version");
    return new Outsider(tree.stream().toList(), group)
        .hindrance(program)
        .map(QemuUser::hindered)
        .orElseGet(() -> new QemuUser(Optional.of(outsider), Optional.empty()));
  }

  private static QemuUser hindered(String why) {
    return new QemuUser(Optional.empty(), Optional.of(why));
  }

  static boolean isRootsAlone(int mode, int gid) {
    return !isOpen(mode) && ((mode & 060) != 060 || gid == 0);
  }

  /** The group that the device is open to, unless it is open to all. */
  static OptionalInt group(int mode, int gid) {
    return isOpen(mode) ? OptionalInt.empty() : OptionalInt.of(gid);
  }

  private static boolean isOpen(int mode) {
    return (mode & 06) == 06;
  }

  static Check check(Tools tools, Path qemu) {
    if (!tools.isRoot()) {
      return Check.ok(NAME, "guests run as " + System.getProperty("user.name") + ", as you do");
    }
    return of(qemu, Files.exists(KVM)).check();
  }

  private Check check() {
    return hindrance
        .map(
            why ->
                Check.limited(
                    NAME,
                    "guests run as root: " + why,
                    "Run Subflow as another user, or run no guests that you do not trust."))
        .orElseGet(
            () ->
                Check.ok(
                    NAME,
                    "guests run as users without rights, "
                        + Outsider.FIRST
                        + " and up, as you are root"));
  }
}
