// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Finds the routes and rules of a host that its kernel would refuse or never use. */
final class RoutingProblems {
  private final HostSpec host;
  private final List<String> problems = new ArrayList<>();

  private RoutingProblems(HostSpec host) {
    this.host = host;
  }

  static List<String> of(HostSpec host) {
    RoutingProblems found = new RoutingProblems(host);
    host.routes().forEach(found::checkRoute);
    host.rules().forEach(found::checkRule);
    return List.copyOf(found.problems);
  }

  private void checkRoute(Route route) {
    String user = "route to " + route.destination() + " of host \"" + host.name() + "\"";
    if (route.via().isEmpty() && route.dev().isEmpty()) {
      problems.add(user + " names neither a gateway nor a NIC");
    }
    route.dev().ifPresent(dev -> checkDevice(user, dev));
    route.via().ifPresent(via -> checkGateway(user, route, via));
    route.source().ifPresent(source -> checkSource(user, route, source));
    route
        .table()
        .ifPresent(
            table -> {
              if (table < 1) {
                problems.add(user + " is in table " + table + "; tables are numbered from 1");
              }
            });
  }

  private void checkDevice(String user, String dev) {
    if (!dev.equals("lo") && host.nics().stream().noneMatch(n -> n.name().equals(dev))) {
      problems.add(user + " uses NIC \"" + dev + "\", which the host does not have");
    }
  }

  private void checkGateway(String user, Route route, InetAddress via) {
    if (isOwn(via)) {
      problems.add(user + " goes via " + via.getHostAddress() + ", the host's own address");
    } else if (otherFamily(route, via)) {
      problems.add(
          user + " goes via " + via.getHostAddress() + ", which is of the other IP version");
    } else if (!via.isLinkLocalAddress() && !isNeighbour(route, via)) {
      problems.add(
          user
              + " goes via "
              + via.getHostAddress()
              + ", which is in no network of "
              + route.dev().map(dev -> "its NIC \"" + dev + "\"").orElse("its NICs"));
    }
  }

  private void checkSource(String user, Route route, InetAddress source) {
    if (otherFamily(route, source)) {
      problems.add(
          user + " has the source " + source.getHostAddress() + " of the other IP version");
    } else if (!isOwn(source)) {
      problems.add(
          user
              + " has the source "
              + source.getHostAddress()
              + ", which is no address of the host");
    }
  }

  private void checkRule(RoutingRule rule) {
    String user = "rule from " + rule.source() + " of host \"" + host.name() + "\"";
    if (rule.table() < 1) {
      problems.add(user + " looks in table " + rule.table() + "; tables are numbered from 1");
    }
    if (rule.preference() < 0) {
      problems.add(user + " has preference " + rule.preference() + "; 0 is the lowest");
    }
  }

  private boolean isOwn(InetAddress address) {
    return host.nics().stream()
        .flatMap(n -> n.addresses().stream())
        .anyMatch(a -> a.address().equals(address));
  }

  private boolean isNeighbour(Route route, InetAddress via) {
    return host.nics().stream()
        .filter(n -> route.dev().isEmpty() || route.dev().get().equals(n.name()))
        .flatMap(n -> n.addresses().stream())
        .anyMatch(a -> a.contains(via));
  }

  private static boolean otherFamily(Route route, InetAddress address) {
    return route.destination().address().getAddress().length != address.getAddress().length;
  }
}
