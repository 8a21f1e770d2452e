// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.agent.CommandListener;
import dev.subflow.agent.GuestConfiguration;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.Splat;
import dev.subflow.guest.Command;
import dev.subflow.topology.Nic;
import dev.subflow.vm.GuestSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** Boots a guest, warms it up and freezes it. */
final class TemplateMaker implements Templates.Maker {
  /**
   * Commands that run before the machine is frozen, for what they leave in memory: modules, and the
   * pages of programs. They must open no TCP or MPTCP socket: secrets that the kernel draws for the
   * first one would be the same in all copies.
   */
  static final String WARM_UP =
      """
      modprobe -qa tcp_diag mptcp_diag udp_diag sch_netem sch_fq_codel
      ip mptcp limits; ip mptcp endpoint; ip -s link; ip route; ip rule; tc qdisc
      ss -HOnaiM; ss -HOnti; nstat -asz; sysctl net.mptcp; uname -r
      ping -V; timeout 1 true; dmesg; ps; sleep 0; seq 1; cat /proc/net/mptcp_net/snmp
      cat /opt/subflow/bin/*
      """;

  private static final Duration CONFIGURE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration WARM_UP_TIMEOUT = Duration.ofSeconds(60);
  private static final long SPARE_BYTES = 64L << 20;

  private final QemuLauncher launcher;

  TemplateMaker(QemuLauncher launcher) {
    this.launcher = launcher;
  }

  /**
   * Makes a template in an existing folder.
   *
   * @throws dev.subflow.guest.GuestException when the guest does not get ready
   * @throws InfrastructureException when QEMU refuses, the disk has no room, or the guest's clock
   *     is wrong, which all copies would have
   */
  @Override
  public void make(TemplateSpec spec, Template template) throws IOException {
    requireSpace(spec, template.folder());
    Path directory = launcher.session().newDirectory("t");
    GuestSpec like = spec.guest(directory, spec.nics(directory));
    try (DeafWires wires = DeafWires.listen(like.nicSockets());
        QemuGuest guest =
            launcher.launch(
                like, new Origin.Recorded(template.memory()), directory, CommandListener.NONE)) {
      wires.accept();
      guest.handshake(like.bootTimeout());
      like.root().ready().ifPresent(script -> guest.awaitInit(script, like.bootTimeout()));
      ClockReading ready = ClockReading.of(guest);
      warmUp(guest);
      ready.requireSameSpeed(ClockReading.of(guest));
      guest.freeze(new FreezeSocket(directory, launcher.setup().user()), template.state());
      List<Splat> splats = guest.splats();
      if (!splats.isEmpty()) {
        throw new InfrastructureException(
            "its kernel printed a splat before it was ready: " + splats.get(0).headline());
      }
    }
    if (launcher.setup().readsTemplatesOnly()) {
      Files.setPosixFilePermissions(
          template.memory(), PosixFilePermissions.fromString("rw-r-----"));
    }
    Files.copy(directory.resolve("console-" + like.name() + ".log"), template.console());
  }

  private static void warmUp(QemuGuest guest) {
    GuestConfiguration.Builder up = GuestConfiguration.builder();
    GuestConfiguration.Builder down = GuestConfiguration.builder();
    for (int i = 0; i < guest.host().nics().size(); i++) {
      Nic nic = guest.host().nics().get(i);
      // The first opening of a NIC takes longest. Left down: addresses come with the copy.
      up.nic(i, nic.name(), nic.mac());
      down.nicDown(i);
    }
    guest.configure(up.build(), CONFIGURE_TIMEOUT);
    guest.configure(down.build(), CONFIGURE_TIMEOUT);
    var unused =
        guest.run(Command.shell("{ " + WARM_UP + "} >/dev/null 2>&1").timeout(WARM_UP_TIMEOUT));
  }

  /** The memory file is sparse; a disk that fills up while the guest writes there kills QEMU. */
  private static void requireSpace(TemplateSpec spec, Path folder) throws IOException {
    long wanted = ((long) spec.like().host().memoryMib() << 20) + SPARE_BYTES;
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < wanted) {
      throw new InfrastructureException(
          "its memory may take "
              + (wanted >> 20)
              + " MiB, but only "
              + (free >> 20)
              + " MiB are free in "
              + folder
              + "; free some space (\"subflow gc\" prunes the cache)");
    }
  }
}
