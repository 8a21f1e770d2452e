// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import dev.subflow.topology.HostSpec;
import dev.subflow.topology.InterfaceAddress;
import dev.subflow.topology.MacAddress;
import dev.subflow.topology.Nic;
import dev.subflow.topology.Route;
import dev.subflow.topology.RoutingRule;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Configuration that a machine is told before anything runs on it, as lines that its agent does in
 * order. Immutable.
 */
public final class GuestConfiguration {
  private static final String TIME = "time";

  private final List<String> lines;

  private GuestConfiguration(List<String> lines) {
    this.lines = List.copyOf(lines);
  }

  /** An empty configuration to be filled. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * All of a host of a topology: name, fresh entropy, the host's clock, NICs in their order,
   * sysctls, addresses, routes, rules.
   *
   * @param entropy unpredictable bytes, different for every guest; at most 512
   */
  public static GuestConfiguration of(HostSpec host, byte[] entropy) {
    Builder builder = builder().hostname(host.name()).entropy(entropy).currentTime();
    for (int i = 0; i < host.nics().size(); i++) {
      Nic nic = host.nics().get(i);
      builder.nic(i, nic.name(), nic.mac());
    }
    host.sysctls().forEach(builder::sysctl);
    for (Nic nic : host.nics()) {
      nic.addresses().forEach(address -> builder.address(nic.name(), address));
    }
    host.routes().forEach(builder::route);
    host.rules().forEach(builder::rule);
    return builder.build();
  }

  /** The lines for the agent; the clock is set to {@code now}. */
  List<String> lines(Instant now) {
    String time = String.format(Locale.ROOT, "time %d.%09d", now.getEpochSecond(), now.getNano());
    return lines.stream().map(line -> line.equals(TIME) ? time : line).toList();
  }

  /** Collects lines; what is added first is done first. Not thread-safe. */
  public static final class Builder {
    private final List<String> lines = new ArrayList<>();

    private Builder() {}

    /** Sets the host name. */
    public Builder hostname(String name) {
      return line("hostname " + name);
    }

    /** Adds entropy to the random number generator and reseeds it. */
    public Builder entropy(byte[] bytes) {
      return line("entropy " + HexFormat.of().formatHex(bytes));
    }

    /** Sets the clock to the host's at the moment of sending. */
    public Builder currentTime() {
      return line(TIME);
    }

    /** Names the {@code index}-th virtio NIC in PCI order, gives it a MAC and brings it up. */
    public Builder nic(int index, String name, MacAddress mac) {
      return line("nic " + index + " name=" + name + " mac=" + mac + " up");
    }

    /** Takes the {@code index}-th virtio NIC down, and leaves its name and MAC. */
    public Builder nicDown(int index) {
      return line("nic " + index);
    }

    /** Gives an interface an address; an IPv6 one is usable at once. */
    public Builder address(String device, InterfaceAddress address) {
      return line("addr " + device + " " + address);
    }

    /** Adds a route or replaces it. */
    public Builder route(Route route) {
      StringBuilder line = new StringBuilder("route ").append(route.destination());
      route.via().map(InetAddress::getHostAddress).ifPresent(a -> line.append(" via ").append(a));
      route.dev().ifPresent(dev -> line.append(" dev ").append(dev));
      route
          .source()
          .map(InetAddress::getHostAddress)
          .ifPresent(a -> line.append(" src ").append(a));
      route.table().ifPresent(table -> line.append(" table ").append(table));
      return line(line.toString());
    }

    /** Adds a source routing rule. */
    public Builder rule(RoutingRule rule) {
      return line(
          "rule from " + rule.source() + " table " + rule.table() + " pref " + rule.preference());
    }

    /** Writes a sysctl, such as {@code net.mptcp.enabled}. */
    public Builder sysctl(String key, String value) {
      return line("sysctl " + key + "=" + value);
    }

    private Builder line(String line) {
      if (line.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("\"" + line + "\" is more than one line");
      }
      lines.add(line);
      return this;
    }

    /** The finished configuration. */
    public GuestConfiguration build() {
      return new GuestConfiguration(lines);
    }
  }
}
