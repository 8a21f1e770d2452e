// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.net.InetAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds everything that is wrong with a topology, so that one message can say it all. */
final class TopologyProblems {
  private static final Pattern HOST_NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern ATTACHED_NAME = HOST_NAME;
  // IFNAMSIZ is 16 with the closing NUL; "all" and "default" are names of sysctl folders.
  private static final Pattern NIC_NAME =
      Pattern.compile("(?!(all|default|lo)$)[a-zA-Z][a-zA-Z0-9_.-]{0,14}");
  // More virtio NICs than q35 has free slots on its root bus would not be plugged in.
  private static final int MAX_NICS = 24;
  private static final int MOST_VCPUS = 64;
  private static final int MIN_MEMORY_MIB = 128;

  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> macs = new LinkedHashMap<>();
  private final Map<InetAddress, String> addresses = new LinkedHashMap<>();
  private final Map<String, List<String>> plugged = new LinkedHashMap<>();

  private TopologyProblems() {}

  static List<String> of(String name, List<HostSpec> hosts, List<Wire> wires) {
    TopologyProblems found = new TopologyProblems();
    if (name.isBlank()) {
      found.problems.add("it has no name");
    }
    if (hosts.isEmpty()) {
      found.problems.add("it has no hosts");
    }
    found.checkWireNames(wires);
    found.checkHostNames(hosts);
    hosts.forEach(found::checkHost);
    found.checkLinks(wires);
    return List.copyOf(found.problems);
  }

  private void checkWireNames(List<Wire> wires) {
    for (Wire wire : wires) {
      if (!HOST_NAME.matcher(wire.name()).matches()) {
        problems.add("wire name \"" + wire.name() + "\" does not match " + HOST_NAME);
      }
      if (plugged.put(wire.name(), new ArrayList<>()) != null) {
        problems.add("two wires are named \"" + wire.name() + "\"");
      }
    }
  }

  private void checkHostNames(List<HostSpec> hosts) {
    hosts.stream()
        .map(HostSpec::name)
        .distinct()
        .filter(n -> hosts.stream().filter(h -> h.name().equals(n)).count() > 1)
        .forEach(n -> problems.add("two hosts are named \"" + n + "\""));
  }

  private void checkHost(HostSpec host) {
    if (!HOST_NAME.matcher(host.name()).matches()) {
      problems.add("host name \"" + host.name() + "\" does not match " + HOST_NAME);
    }
    if (host.processors() < 1 || host.processors() > MOST_VCPUS) {
      problems.add(
          "host \""
              + host.name()
              + "\" asks for "
              + host.processors()
              + " vCPUs; 1 to "
              + MOST_VCPUS
              + " work");
    }
    host.attached()
        .forEach(
            (name, image) -> {
              if (!ATTACHED_NAME.matcher(name).matches() || name.equals("subflow")) {
                problems.add(
                    "host \""
                        + host.name()
                        + "\": \""
                        + name
                        + "\" is no name for an image; expected "
                        + ATTACHED_NAME
                        + " but not \"subflow\"");
              }
              if (!Files.isReadable(image)) {
                problems.add("host \"" + host.name() + "\": image " + image + " can't be read");
              }
            });
    if (host.memoryMib() < MIN_MEMORY_MIB) {
      problems.add(
          "host \""
              + host.name()
              + "\" asks for "
              + host.memoryMib()
              + " MiB of memory; a guest needs "
              + MIN_MEMORY_MIB);
    }
    if (host.nics().size() > MAX_NICS) {
      problems.add(
          "host \"" + host.name() + "\" has " + host.nics().size() + " NICs; " + MAX_NICS + " fit");
    }
    Set<String> names = new HashSet<>();
    for (Nic nic : host.nics()) {
      if (!names.add(nic.name())) {
        problems.add("host \"" + host.name() + "\" has two NICs named \"" + nic.name() + "\"");
      }
      checkNic(host, nic);
    }
    problems.addAll(RoutingProblems.of(host));
  }

  private void checkNic(HostSpec host, Nic nic) {
    String where = host.name() + "/" + nic.name();
    if (!NIC_NAME.matcher(nic.name()).matches()) {
      problems.add(
          "NIC name \""
              + nic.name()
              + "\" of host \""
              + host.name()
              + "\" is not an interface name");
    }
    if (nic.mac().isMulticast()) {
      problems.add(where + " has the multicast MAC " + nic.mac());
    }
    if (nic.mac().isZero()) {
      problems.add(where + " has the MAC " + nic.mac() + ", which no NIC may have");
    }
    taken(macs.putIfAbsent(nic.mac().text(), where), where, "MAC " + nic.mac());
    for (InterfaceAddress address : nic.addresses()) {
      checkUsable(where, address);
      taken(addresses.putIfAbsent(address.address(), where), where, "address " + address.host());
    }
    List<String> ends = plugged.get(nic.wire());
    if (ends == null) {
      problems.add(
          where
              + " is on "
              + (nic.wire().isEmpty()
                  ? "no wire"
                  : "wire \"" + nic.wire() + "\", which does not exist")
              + "; there are "
              + plugged.keySet());
    } else {
      ends.add(where);
    }
  }

  private void checkUsable(String where, InterfaceAddress address) {
    InetAddress ip = address.address();
    if (ip.isMulticastAddress() || ip.isAnyLocalAddress() || ip.isLoopbackAddress()) {
      problems.add(where + " has the address " + address + ", which no NIC can have");
    } else if (address.isNetworkOrBroadcast()) {
      problems.add(
          where + " has the address " + address + ", the network's own or its broadcast address");
    }
  }

  private void taken(@Nullable String before, String where, String what) {
    if (before != null) {
      problems.add(what + " is on both " + before + " and " + where);
    }
  }

  private void checkLinks(List<Wire> wires) {
    for (Wire wire : wires) {
      List<String> ends = plugged.getOrDefault(wire.name(), List.of());
      if (wire instanceof Link && ends.size() != 2) {
        problems.add(
            "link \""
                + wire.name()
                + "\" joins "
                + ends.size()
                + " NICs "
                + ends
                + "; a link has two ends");
      }
      if (wire instanceof Segment && ends.isEmpty()) {
        problems.add("segment \"" + wire.name() + "\" has no NIC on it");
      }
    }
  }
}
