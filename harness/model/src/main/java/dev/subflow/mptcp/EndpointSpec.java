// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An endpoint to add, or to look for: {@code endpoint("192.168.53.38").dev("ens3").subflow()}.
 *
 * @param address IPv4 or IPv6, without prefix length
 * @param id 1 to 255; absent: the kernel chooses, and any id matches
 * @param port to announce; only with {@link EndpointFlag#SIGNAL}
 * @param dev NIC that its subflows are bound to
 * @param flags what it is for
 */
public record EndpointSpec(
    String address,
    OptionalInt id,
    OptionalInt port,
    Optional<String> dev,
    Set<EndpointFlag> flags) {
  public EndpointSpec {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(port, "port");
    Objects.requireNonNull(dev, "dev");
    flags = FlagSet.copyOf(flags);
  }

  /** An endpoint on an address, with no flags yet. */
  public static EndpointSpec endpoint(String address) {
    return new EndpointSpec(
        address, OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Set.of());
  }

  /**
   * Reads arguments after {@code ip mptcp endpoint add}; empty for those with a word that it does
   * not know.
   */
  public static Optional<EndpointSpec> parse(List<String> arguments) {
    Optional<EndpointSpec> spec =
        arguments.stream().filter(EndpointSpec::isAddress).map(EndpointSpec::endpoint).findFirst();
    Iterator<String> words = arguments.iterator();
    while (words.hasNext() && spec.isPresent()) {
      EndpointSpec known = spec.get();
      String word = words.next();
      Optional<EndpointFlag> flag = EndpointFlag.of(word);
      if (flag.isPresent()) {
        spec = Optional.of(known.with(flag.get()));
      } else if (word.equals("dev")) {
        spec = next(words).map(known::dev);
      } else if (word.equals("id")) {
        spec = next(words).filter(EndpointSpec::isNumber).map(Integer::valueOf).map(known::id);
      } else if (word.equals("port")) {
        spec = next(words).filter(EndpointSpec::isNumber).map(Integer::valueOf).map(known::port);
      } else if (!word.equals(known.address())) {
        spec = Optional.empty();
      }
    }
    return spec;
  }

  private static boolean isAddress(String word) {
    return IpAddress.parse(word).isPresent();
  }

  private static boolean isNumber(String word) {
    return word.matches("[0-9]{1,5}");
  }

  private static Optional<String> next(Iterator<String> words) {
    return words.hasNext() ? Optional.of(words.next()) : Optional.empty();
  }

  public EndpointSpec id(int value) {
    return new EndpointSpec(address, OptionalInt.of(value), port, dev, flags);
  }

  public EndpointSpec port(int value) {
    return new EndpointSpec(address, id, OptionalInt.of(value), dev, flags);
  }

  public EndpointSpec dev(String nic) {
    return new EndpointSpec(address, id, port, Optional.of(nic), flags);
  }

  /** Announces the address. */
  public EndpointSpec signal() {
    return with(EndpointFlag.SIGNAL);
  }

  /** Opens subflows from the address. */
  public EndpointSpec subflow() {
    return with(EndpointFlag.SUBFLOW);
  }

  /** Marks its subflows as backup. */
  public EndpointSpec backup() {
    return with(EndpointFlag.BACKUP);
  }

  /** Opens a subflow to each address of the peer. */
  public EndpointSpec fullmesh() {
    return with(EndpointFlag.FULLMESH);
  }

  /** Opens subflows from the address as answer to ADD_ADDR; kernel from 6.18. */
  public EndpointSpec laminar() {
    return with(EndpointFlag.LAMINAR);
  }

  /** Adds a flag; of {@link EndpointFlag#IMPLICIT}, for comparing only. */
  public EndpointSpec with(EndpointFlag flag) {
    Set<EndpointFlag> more = EnumSet.of(flag);
    more.addAll(flags);
    return new EndpointSpec(address, id, port, dev, more);
  }

  /** Arguments after {@code ip mptcp endpoint add}, faults included: the kernel judges them. */
  public List<String> arguments() {
    List<String> args = new ArrayList<>(List.of(address));
    dev.ifPresent(d -> args.addAll(List.of("dev", d)));
    id.ifPresent(i -> args.addAll(List.of("id", Integer.toString(i))));
    port.ifPresent(p -> args.addAll(List.of("port", Integer.toString(p))));
    flags.forEach(f -> args.add(f.text()));
    return args;
  }

  /** As {@code ip mptcp endpoint show} would print it, without what is open. */
  @Override
  public String toString() {
    return address
        + (port.isPresent() ? " port " + port.getAsInt() : "")
        + (id.isPresent() ? " id " + id.getAsInt() : "")
        + FlagSet.text(flags)
        + dev.map(d -> " dev " + d).orElse("");
  }
}
