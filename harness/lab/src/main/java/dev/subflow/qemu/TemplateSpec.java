// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.topology.HostSpec;
import dev.subflow.topology.MacAddress;
import dev.subflow.topology.Nic;
import dev.subflow.vm.GuestSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Properties of all guests that can be copies of one template; names, addresses and wires are not
 * among them.
 *
 * @param like one of those guests
 */
record TemplateSpec(GuestSpec like) {
  private static final String NAME = "template";

  TemplateSpec {
    Objects.requireNonNull(like, "like");
  }

  /** The machine's command line, the same for all such guests and in all runs. */
  QemuConfiguration configuration(QemuSetup setup) {
    Path nowhere = Path.of("/");
    return setup.configuration(
        guest(nowhere, nics(nowhere)), new Origin.Recorded(nowhere), nowhere);
  }

  /** A guest with neutral names and addresses. */
  GuestSpec guest(Path evidence, List<Path> sockets) {
    HostSpec neutral =
        new HostSpec(
            NAME,
            neutralNics(),
            like.host().vcpus(),
            like.host().memoryMib(),
            Optional.empty(),
            Optional.empty(),
            like.host().attached(),
            Map.of(),
            List.of(),
            List.of());
    return new GuestSpec(
        neutral,
        like.kernel(),
        like.root(),
        like.programs(),
        sockets,
        like.kernelArguments(),
        evidence,
        like.bootTimeout(),
        true);
  }

  /** Where in a folder the sockets of the NICs are. */
  List<Path> nics(Path folder) {
    return neutralNics().stream().map(nic -> folder.resolve(nic.name())).toList();
  }

  private List<Nic> neutralNics() {
    List<Nic> nics = new ArrayList<>();
    for (int i = 0; i < like.host().nics().size(); i++) {
      MacAddress mac = new MacAddress(String.format(Locale.ROOT, "52:54:00:00:00:%02x", i + 1));
      nics.add(new Nic("nic" + i, mac, List.of(), NAME));
    }
    return nics;
  }

  String describe() {
    return like.kernel().release()
        + " with "
        + like.host().nics().size()
        + " NICs, "
        + like.host().memoryMib()
        + " MiB, "
        + like.host().processors()
        + (like.host().processors() == 1 ? " CPU" : " CPUs");
  }
}
