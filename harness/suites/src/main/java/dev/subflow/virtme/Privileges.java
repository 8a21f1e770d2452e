// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Privileges of a container beyond those of any.
 *
 * @param everything all there is, as {@code --privileged} gives it; many engines refuse that
 * @param capabilities without {@code CAP_}; none where it has all
 * @param devices of the host; none where it has all
 */
record Privileges(boolean everything, List<String> capabilities, List<Path> devices) {
  private static final Path KVM = Path.of("/dev/kvm");

  /** For taps and bridges, and for VMs that the host reaches by number. */
  private static final List<Path> HELPFUL =
      List.of(Path.of("/dev/net/tun"), Path.of("/dev/vhost-vsock"), Path.of("/dev/vsock"));

  public Privileges {
    capabilities = List.copyOf(capabilities);
    devices = List.copyOf(devices);
  }

  /** Everything, as upstream runs its image. */
  public static Privileges all() {
    return new Privileges(true, List.of(), List.of());
  }

  /**
   * The fewest that a VM in a container needs.
   *
   * @param kvm whether a guest has really booted under KVM here: the image takes {@code /dev/kvm}
   *     wherever it sees it, and hangs where that only seems to work
   */
  public static Privileges fewest(boolean kvm) {
    return fewest(kvm, Path.of("/"));
  }

  static Privileges fewest(boolean kvm, Path files) {
    List<Path> devices =
        Stream.concat(kvm ? Stream.of(KVM) : Stream.empty(), HELPFUL.stream())
            .filter(device -> Files.exists(files.resolve(device.toString().substring(1))))
            .toList();
    return new Privileges(false, List.of("SYS_ADMIN", "NET_ADMIN"), devices);
  }
}
