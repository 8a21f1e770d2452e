// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Collects one host of a {@link TopologyBuilder}. Not thread-safe. */
public final class HostBuilder {
  private final String name;
  private final int index;
  private OptionalInt vcpus = OptionalInt.empty();
  private int memoryMib = 256;
  private Optional<String> kernel = Optional.empty();
  private Optional<String> image = Optional.empty();
  private final Map<String, Path> attached = new LinkedHashMap<>();
  private final Map<String, String> sysctls = new LinkedHashMap<>();
  private final List<NicText> nics = new ArrayList<>();
  // Texts are parsed by build, which tells of all that are wrong at once.
  private final List<Supplier<Route>> routes = new ArrayList<>();
  private final List<Supplier<RoutingRule>> rules = new ArrayList<>();

  private record NicText(String name, String wire, Optional<String> mac, List<String> addresses) {}

  HostBuilder(String name, int index) {
    this.name = name;
    this.index = index;
  }

  /** Sets the number of virtual CPUs; by default as many as the guests of the run have. */
  public HostBuilder vcpus(int count) {
    vcpus = OptionalInt.of(count);
    return this;
  }

  /** Sets the memory in MiB; 256 by default. */
  public HostBuilder memoryMib(int mib) {
    memoryMib = mib;
    return this;
  }

  /** Pins the kernel of this host, whatever kernel the run is for. */
  public HostBuilder kernel(String kernelName) {
    kernel = Optional.of(kernelName);
    return this;
  }

  /** Pins the root image of this host, such as {@code guest-systemd}. */
  public HostBuilder image(String imageName) {
    image = Optional.of(imageName);
    return this;
  }

  /** Mounts a file system image of this machine, such as erofs, read-only at {@code /opt/NAME}. */
  public HostBuilder attach(String mountName, Path fileSystem) {
    attached.put(mountName, fileSystem);
    return this;
  }

  /** Writes a sysctl once the NICs have their names, in the order of the calls. */
  public HostBuilder sysctl(String key, String value) {
    sysctls.put(key, value);
    return this;
  }

  /** Adds a NIC with addresses such as {@code 10.0.1.1/24}. */
  public HostBuilder nic(String nicName, String wire, String... addresses) {
    nics.add(new NicText(nicName, wire, Optional.empty(), List.of(addresses)));
    return this;
  }

  /** Adds a NIC with a MAC of its own. */
  public HostBuilder nicWithMac(String nicName, String wire, String mac, String... addresses) {
    nics.add(new NicText(nicName, wire, Optional.of(mac), List.of(addresses)));
    return this;
  }

  /** Routes a network, such as {@code 10.0.2.0/24}, through a gateway. */
  public HostBuilder routeVia(String destination, String gateway) {
    routes.add(
        () ->
            new Route(
                InterfaceAddress.parse(destination),
                Optional.of(host(gateway)),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty()));
    return this;
  }

  /**
   * Routes what is sent from an address through its own NIC, by a table and a rule of that number.
   */
  public HostBuilder sourceRoute(String source, String network, String dev, int table) {
    routes.add(
        () ->
            new Route(
                InterfaceAddress.parse(network),
                Optional.empty(),
                Optional.of(dev),
                Optional.of(host(source)),
                OptionalInt.of(table)));
    return ruleFrom(source, table);
  }

  /**
   * Routes what is sent from an address to another network through a gateway on its own NIC, by a
   * table and a rule of that number.
   */
  public HostBuilder sourceRouteVia(String source, String network, String gateway, int table) {
    routes.add(
        () ->
            new Route(
                InterfaceAddress.parse(network),
                Optional.of(host(gateway)),
                Optional.empty(),
                Optional.of(host(source)),
                OptionalInt.of(table)));
    return ruleFrom(source, table);
  }

  private HostBuilder ruleFrom(String source, int table) {
    rules.add(
        () -> {
          InetAddress from = host(source);
          return new RoutingRule(
              new InterfaceAddress(from, from.getAddress().length * 8), table, table);
        });
    return this;
  }

  private static InetAddress host(String text) {
    return InterfaceAddress.parse(text + (text.contains(":") ? "/128" : "/32")).address();
  }

  HostSpec build(List<String> problems) {
    List<Nic> built = new ArrayList<>();
    for (NicText nic : nics) {
      String where = name + "/" + nic.name();
      List<Supplier<InterfaceAddress>> texts =
          nic.addresses().stream()
              .map(text -> (Supplier<InterfaceAddress>) () -> InterfaceAddress.parse(text))
              .toList();
      MacAddress byPlace = defaultMac(built.size() + 1);
      List<Supplier<MacAddress>> mac =
          List.of(() -> nic.mac().map(MacAddress::new).orElse(byPlace));
      built.add(
          new Nic(
              nic.name(),
              parsed(where, mac, problems).stream().findFirst().orElse(byPlace),
              parsed(where, texts, problems),
              nic.wire()));
    }
    return new HostSpec(
        name,
        built,
        vcpus,
        memoryMib,
        kernel,
        image,
        attached,
        sysctls,
        parsed(name, routes, problems),
        parsed(name, rules, problems));
  }

  /** Values that can be parsed; the rest becomes problems, each told once. */
  private static <T> List<T> parsed(String where, List<Supplier<T>> texts, List<String> problems) {
    List<T> parsed = new ArrayList<>();
    for (Supplier<T> text : texts) {
      try {
        parsed.add(text.get());
      } catch (IllegalArgumentException e) {
        String problem = where + ": " + e.getMessage();
        if (!problems.contains(problem)) {
          problems.add(problem);
        }
      }
    }
    return parsed;
  }

  private MacAddress defaultMac(int nic) {
    return new MacAddress(
        String.format(Locale.ROOT, "52:54:00:5f:%02x:%02x", index & 0xff, nic & 0xff));
  }
}
