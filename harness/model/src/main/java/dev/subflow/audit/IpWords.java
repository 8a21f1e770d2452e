// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.audit.Step.Anything;
import dev.subflow.audit.Step.Nothing;
import dev.subflow.mptcp.EndpointSpec;
import dev.subflow.packet.mptcp.IpText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Reads arguments of {@code ip}; as {@code ip} does, it takes the begin of a word for the word. */
final class IpWords {
  private static final Set<String> QUIET =
      Set.of("-force", "-br", "-brief", "-N", "-d", "-details");
  private static final Set<String> FAMILIES = Set.of("-4", "-6", "-s", "-j", "-json", "-o");
  private static final List<String> OF_NETWORK =
      List.of("address", "link", "route", "rule", "neighbour", "neighbor");

  private IpWords() {}

  static List<Step> read(List<String> words, String stdin) {
    List<String> rest = words;
    while (!rest.isEmpty() && (QUIET.contains(rest.get(0)) || FAMILIES.contains(rest.get(0)))) {
      rest = rest.subList(1, rest.size());
    }
    if (rest.equals(List.of("-batch", "-"))) {
      return batch(stdin, words.contains("-force"));
    }
    return List.of(rest.isEmpty() ? new Nothing() : command(rest));
  }

  private static List<Step> batch(String stdin, boolean goesOn) {
    List<Step> steps = new ArrayList<>();
    stdin
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> steps.add(command(Steps.words(line))));
    // Its exit code says nothing of which lines failed.
    return goesOn && !Step.areHarmless(steps)
        ? List.of(new Anything("a batch of `ip` went on after what failed"))
        : steps;
  }

  private static Step command(List<String> words) {
    String object = words.get(0);
    List<String> rest = words.subList(1, words.size());
    String verb = rest.isEmpty() ? "show" : rest.get(0);
    if (object.equals("mptcp")) {
      return mptcp(rest);
    }
    boolean shows = is(verb, "show") || is(verb, "list") || verb.equals("get");
    if (OF_NETWORK.stream().anyMatch(known -> is(object, known))) {
      boolean more = is(object, "address") && is(verb, "add");
      return shows || more ? new Nothing() : new Step.Rerouting();
    }
    return object.equals("netns") && shows
        ? new Nothing()
        : new Anything("`ip " + object + "` may have done anything");
  }

  private static boolean is(String word, String whole) {
    return !word.isEmpty() && whole.startsWith(word);
  }

  private static Step mptcp(List<String> words) {
    String object = words.isEmpty() ? "" : words.get(0);
    String verb = words.size() < 2 ? "show" : words.get(1);
    List<String> rest = words.size() < 2 ? List.of() : words.subList(2, words.size());
    if (is(object, "monitor")) {
      return new Nothing();
    }
    if (is(object, "limits")) {
      return is(verb, "show") ? new Nothing() : is(verb, "set") ? limits(rest) : unknown(words);
    }
    if (!is(object, "endpoint")) {
      return unknown(words);
    }
    if (is(verb, "add")) {
      return add(rest);
    } else if (is(verb, "show") || is(verb, "list")) {
      return new Step.Show();
    } else if (is(verb, "delete")) {
      OptionalInt id = number(rest, "id");
      return id.isPresent() ? new Step.Delete(id.getAsInt()) : unknown(words);
    } else if (is(verb, "change")) {
      return change(rest);
    }
    return is(verb, "flush") ? new Step.Flush() : unknown(words);
  }

  private static Step unknown(List<String> words) {
    return new Anything("`ip mptcp " + String.join(" ", words) + "` is not understood");
  }

  /** Arguments of {@code ip mptcp endpoint add}. */
  static Step add(List<String> words) {
    Optional<EndpointSpec> spec = EndpointSpec.parse(words);
    return spec.isPresent()
        ? new Step.Add(spec.get(), IpText.parse(spec.get().address()))
        : unknown(Stream.concat(Stream.of("endpoint", "add"), words.stream()).toList());
  }

  private static Step change(List<String> words) {
    Optional<InetAddress> address = words.stream().flatMap(w -> address(w).stream()).findFirst();
    boolean on = words.contains("backup");
    boolean off = words.contains("nobackup");
    return new Step.Change(
        number(words, "id"), address, on == off ? Optional.empty() : Optional.of(on));
  }

  private static Optional<InetAddress> address(String word) {
    return EndpointSpec.parse(List.of(word)).map(spec -> IpText.parse(spec.address()));
  }

  private static Step limits(List<String> words) {
    for (int i = 0; i < words.size(); i += 2) {
      if (!is(words.get(i), "subflows") && !is(words.get(i), "add_addr_accepted")) {
        return unknown(Stream.concat(Stream.of("limits", "set"), words.stream()).toList());
      }
    }
    return new Step.Limit(number(words, "subflows"), number(words, "add_addr_accepted"));
  }

  private static OptionalInt number(List<String> words, String name) {
    for (int i = 0; i + 1 < words.size(); i++) {
      if (is(words.get(i), name) && words.get(i + 1).matches("[0-9]{1,5}")) {
        return OptionalInt.of(Integer.parseInt(words.get(i + 1)));
      }
    }
    return OptionalInt.empty();
  }
}
