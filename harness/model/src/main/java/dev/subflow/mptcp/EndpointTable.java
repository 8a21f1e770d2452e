// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.json.Json;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a network namespace.
 *
 * @param endpoints in the order printed
 * @param unrecognised lines that no endpoint could be read from
 * @param raw the whole output
 */
public record EndpointTable(List<Endpoint> endpoints, List<String> unrecognised, String raw) {
  public EndpointTable {
    endpoints = List.copyOf(endpoints);
    unrecognised = List.copyOf(unrecognised);
    Objects.requireNonNull(raw, "raw");
  }

  /**
   * Reads {@code ip mptcp endpoint show}, with or without {@code -j}. Takes any text; what it can't
   * read goes to {@link #unrecognised}.
   */
  public static EndpointTable parse(String output) {
    List<Endpoint> endpoints = new ArrayList<>();
    List<String> unrecognised = new ArrayList<>();
    if (Json.looksLike(output)) {
      List<JsonNode> arrays =
          Json.trees(output)
              .filter(all -> all.stream().allMatch(JsonNode::isArray))
              .orElse(List.of());
      if (arrays.isEmpty()) {
        unrecognised.add(output.strip());
      }
      arrays.forEach(
          a -> a.forEach(node -> keep(fromJson(node), node.toString(), endpoints, unrecognised)));
    } else {
      output
          .lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> keep(fromText(line), line, endpoints, unrecognised));
    }
    return new EndpointTable(endpoints, unrecognised, output);
  }

  private static void keep(
      Optional<Endpoint> endpoint, String text, List<Endpoint> endpoints, List<String> others) {
    endpoint.ifPresentOrElse(endpoints::add, () -> others.add(text));
  }

  /** The endpoint with an id. */
  public Optional<Endpoint> byId(int id) {
    return endpoints.stream().filter(e -> e.id() == id).findFirst();
  }

  /** The endpoints on an address. */
  public List<Endpoint> on(String address) {
    return endpoints.stream().filter(e -> IpAddress.same(e.address(), address)).toList();
  }

  // 10.0.2.1 port 10100 id 2 signal backup dev eth2
  private static Optional<Endpoint> fromText(String line) {
    String[] words = line.strip().split("\\s+", -1);
    Map<String, String> values = new LinkedHashMap<>();
    Set<EndpointFlag> flags = EnumSet.noneOf(EndpointFlag.class);
    for (int i = 1; i < words.length; i++) {
      Optional<EndpointFlag> flag = EndpointFlag.of(words[i]);
      flag.ifPresent(flags::add);
      if (flag.isEmpty()) {
        boolean valued = Set.of("port", "id", "dev", "rawflags").contains(words[i]);
        String name = words[i];
        values.putIfAbsent(name, valued && i + 1 < words.length ? words[++i] : "");
      }
    }
    return endpoint(words[0], flags, values);
  }

  // {"address":"10.0.2.1","port":10100,"id":2,"signal":true,"backup":true,"dev":"eth2"}
  private static Optional<Endpoint> fromJson(JsonNode node) {
    Map<String, String> values = new LinkedHashMap<>();
    Set<EndpointFlag> flags = EnumSet.noneOf(EndpointFlag.class);
    node.properties()
        .forEach(
            e -> {
              Optional<EndpointFlag> flag = EndpointFlag.of(e.getKey());
              if (flag.isPresent() && e.getValue().asBoolean()) {
                flags.add(flag.get());
              } else {
                values.put(e.getKey(), e.getValue().asText());
              }
            });
    String address = values.remove("address");
    return address == null ? Optional.empty() : endpoint(address, flags, values);
  }

  private static Optional<Endpoint> endpoint(
      String address, Set<EndpointFlag> flags, Map<String, String> values) {
    nameRawFlags(flags, values);
    OptionalInt id = small(values.remove("id"));
    String portText = values.remove("port");
    OptionalInt port = small(portText);
    boolean badPort = portText != null && port.isEmpty();
    if (id.isEmpty() || badPort || IpAddress.parse(address).isEmpty()) {
      return Optional.empty();
    }
    Optional<String> dev = Optional.ofNullable(values.remove("dev"));
    return Optional.of(new Endpoint(address, port, id.getAsInt(), flags, dev, values));
  }

  private static OptionalInt small(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,5}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  /** Moves the bits of {@code rawflags}, which an older iproute2 has no word for, to the flags. */
  private static void nameRawFlags(Set<EndpointFlag> flags, Map<String, String> values) {
    String text = values.getOrDefault("rawflags", "");
    if (!text.matches("[0-9a-f]{1,8}")) {
      return;
    }
    long bits = Long.parseLong(text, 16);
    for (EndpointFlag flag : EndpointFlag.values()) {
      if ((bits & flag.bit()) != 0) {
        flags.add(flag);
        bits ^= flag.bit();
      }
    }
    if (bits == 0) {
      values.remove("rawflags");
    } else {
      values.put("rawflags", String.format("%02x", bits));
    }
  }
}
