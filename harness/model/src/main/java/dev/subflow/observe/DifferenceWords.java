// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Differences in the words of those who work on MPTCP. */
public final class DifferenceWords {
  // client sends FIN (subflow 10.0.2.1>10.0.1.2, connection 2)
  private static final Pattern WHERE = Pattern.compile(" \\((subflow|connection) [^()]*\\)");

  /** Words of one part of an observation, which its path names. */
  private record Place(String kind, List<String> path) {
    static Place of(String path) {
      List<String> words = List.of(path.split("/", -1));
      return new Place(words.get(0), words);
    }

    String at(int index) {
      return index < path.size() ? path.get(index) : "";
    }

    String last() {
      return path.get(path.size() - 1);
    }

    /** The host that sends, of a part of a wire. */
    String sender() {
      return path.size() > 4 ? at(3) : "a host";
    }

    /** Such as {@code " (subflow 10.0.2.1>10.0.1.2)"}; nothing for the usual place. */
    String where() {
      String subflow = at(2).equals("initial") || path.size() < 4 ? "" : "subflow " + at(2);
      String connection = at(1).equals("c1") ? "" : "connection " + at(1).substring(1);
      String both = subflow + (subflow.isEmpty() || connection.isEmpty() ? "" : ", ") + connection;
      return both.isEmpty() ? "" : " (" + both + ")";
    }
  }

  private DifferenceWords() {}

  /** A difference without the subflow and the connection that it was seen on. */
  public static String withoutPlace(String words) {
    return WHERE.matcher(words).replaceAll("");
  }

  /** A part that has these lines on the base, and those on the other kernel. */
  public static String of(String path, List<String> base, List<String> changed) {
    Place place = Place.of(path);
    if (place.kind().equals("counters")) {
      return counter(place, base, changed);
    }
    List<String> gone = without(base, changed);
    List<String> more = without(changed, base);
    if (gone.isEmpty() && more.isEmpty()) {
      return order(place, base, changed);
    }
    if (gone.size() == 1 && more.size() == 1) {
      return replaced(place, gone.get(0), more.get(0));
    }
    List<String> told = new ArrayList<>();
    more.stream()
        .distinct()
        .forEach(l -> told.add(ofCount(path, l, count(base, l), count(changed, l))));
    gone.stream()
        .distinct()
        .filter(l -> !more.contains(l))
        .forEach(l -> told.add(ofCount(path, l, count(base, l), count(changed, l))));
    return String.join("; ", told);
  }

  private static long count(List<String> lines, String line) {
    return lines.stream().filter(line::equals).count();
  }

  /** {@code MPTcpExtAddAddrDrop +1 on server (base: 0)}. */
  private static String counter(Place place, List<String> base, List<String> changed) {
    String name = place.last();
    String host = place.at(1);
    if (changed.isEmpty()) {
      return name + " is gone on " + host + " (base: " + base.get(0) + ")";
    }
    return base.isEmpty()
        ? name + " " + changed.get(0) + " on " + host + " (base does not have it)"
        : name + " " + changed.get(0) + " on " + host + " (base: " + base.get(0) + ")";
  }

  /** A line that is there so often. */
  public static String ofCount(String path, String line, long base, long changed) {
    Place place = Place.of(path);
    String text = plain(line);
    if (place.kind().equals("counters")) {
      return place.last()
          + " "
          + line
          + " on "
          + place.at(1)
          + (changed > base ? "" : " not any more");
    }
    if (place.kind().equals("events")) {
      String name = base > 0 && changed > 0 ? firstWord(line) : text;
      return name + " " + times(changed) + " on " + place.at(1) + " (base: " + times(base) + ")";
    }
    boolean isList = changed > 1 || base > 1;
    String often = isList ? " " + times(changed) + " (base: " + times(base) + ")" : "";
    String also = isList ? "" : changed > base ? "also " : "";
    boolean not = !isList && changed < base;
    return switch (place.last()) {
      case "options" ->
          place.sender()
              + (not ? " does not send " : " " + also + "sends ")
              + text
              + often
              + place.where();
      case "repeated" ->
          repeated(
              place,
              not ? Optional.of(line) : Optional.empty(),
              changed > base ? Optional.of(line) : Optional.empty());
      case "dss" ->
          place.sender()
              + (not ? " sends no DSS " : " " + also + "sends DSS ")
              + text
              + place.where();
      case "subflows" -> (not ? "no " : also) + "subflow " + text + often + place.where();
      default -> part(place) + (not ? " lacks " : " " + also + "has ") + text + often;
    };
  }

  private static String replaced(Place place, String gone, String more) {
    String shared = shared(gone, more);
    String was = plain(gone.substring(shared.length()));
    String is = plain(more);
    String instead = " instead of " + (was.isEmpty() ? plain(gone) : was);
    return switch (place.last()) {
      case "options" -> place.sender() + " sends " + is + instead + place.where();
      case "dss" ->
          place.sender() + " sends DSS " + is + " instead of " + plain(gone) + place.where();
      case "repeated" -> repeated(place, Optional.of(gone), Optional.of(more));
      case "subflows" -> "subflow " + is + instead + place.where();
      case "end" ->
          subflow(place) + " ends with " + is + " instead of " + plain(gone) + place.where();
      default ->
          place.kind().equals("events")
              ? is + instead + " on " + place.at(1)
              : part(place) + " has " + is + instead;
    };
  }

  /** {@code ADD_ADDR id=2 10.0.2.2 hmac x3} against x2 or once. */
  private static String repeated(Place place, Optional<String> gone, Optional<String> more) {
    String line = more.or(() -> gone).orElse("");
    return place.sender()
        + " sends "
        + plain(line.replaceAll(" x\\d+$", ""))
        + " "
        + more.map(DifferenceWords::number).orElse("once")
        + " (base: "
        + gone.map(DifferenceWords::number).orElse("once")
        + ")"
        + place.where();
  }

  private static String number(String line) {
    return times(Long.parseLong(line.substring(line.lastIndexOf('x') + 1)));
  }

  private static String order(Place place, List<String> base, List<String> changed) {
    int at = 0;
    while (at < base.size() - 1 && base.get(at).equals(changed.get(at))) {
      at++;
    }
    String first = plain(changed.get(at)) + " before " + plain(base.get(at));
    return switch (place.last()) {
      case "options" -> place.sender() + " sends " + first + place.where();
      case "subflows" -> "subflow " + first + place.where();
      default ->
          place.kind().equals("events") ? first + " on " + place.at(1) : part(place) + ": " + first;
    };
  }

  /** A subflow that joins later, or earlier. */
  public static String later(String path, double seconds) {
    Place place = Place.of(path);
    return String.format(
        Locale.ROOT,
        "subflow %s joins %.1f s %s%s",
        place.at(2),
        Math.abs(seconds),
        seconds > 0 ? "later" : "earlier",
        place.at(1).equals("c1") ? "" : " (connection " + place.at(1).substring(1) + ")");
  }

  private static String subflow(Place place) {
    return place.at(2).equals("initial") ? "initial subflow" : "subflow";
  }

  private static String part(Place place) {
    return switch (place.kind()) {
      case "left" -> "at the end " + place.at(1);
      case "sockets", "subflows" -> "ss on " + place.at(1);
      case "answers" -> "answers of " + place.last() + " to a program on " + place.at(1);
      case "programs" -> "a program on " + place.at(1);
      case "kernel" -> "the kernel log of " + place.at(1);
      default -> String.join("/", place.path());
    };
  }

  /** The words that both begin with. */
  private static String shared(String one, String other) {
    int at = 0;
    int end = 0;
    while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
      at++;
      if (one.charAt(at - 1) == ' ') {
        end = at;
      }
    }
    return one.substring(0, end);
  }

  private static List<String> without(List<String> all, List<String> others) {
    List<String> rest = new ArrayList<>(all);
    others.forEach(rest::remove);
    return rest;
  }

  private static String firstWord(String line) {
    return line.split(" ", -1)[0];
  }

  /** {@code id=2} reads as id 2. */
  private static String plain(String line) {
    return line.replaceAll("\\b(id|port|reason)=", "$1 ");
  }

  private static String times(long number) {
    return number == 0 ? "never" : number == 1 ? "once" : number == 2 ? "twice" : number + " times";
  }
}
