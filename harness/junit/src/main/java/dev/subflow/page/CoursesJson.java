// SPDX-License-Identifier: Apache-2.0
package dev.subflow.page;

import dev.subflow.audit.Course;
import dev.subflow.packet.mptcp.IpText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What the charts of a page draw of connections, thinned out to what an eye can tell apart. */
final class CoursesJson {
  /** The most connections that are drawn: those with most data. */
  private static final int CONNECTIONS = 12;

  private static final int POINTS = 1_200;
  private static final int BINS = 120;

  private final Instant zero;
  private final UnaryOperator<String> names;

  /**
   * Draws by the clock of a test.
   *
   * @param names words for addresses, such as {@code client/eth0}
   */
  CoursesJson(Instant zero, UnaryOperator<String> names) {
    this.zero = zero;
    this.names = names;
  }

  /** The largest connections, in the order of their beginnings. */
  List<Map<String, Object>> of(List<Course> courses) {
    return courses.stream()
        .sorted(Comparator.<Course>comparingLong(CoursesJson::bytes).reversed())
        .limit(CONNECTIONS)
        .filter(course -> bytes(course) > 0)
        .sorted(Comparator.comparing(Course::start))
        .map(this::connection)
        .toList();
  }

  private static long bytes(Course course) {
    return course.ways().stream().mapToLong(CoursesJson::payload).sum();
  }

  private static long payload(Course.Way way) {
    return way.pieces().stream().mapToLong(Course.Piece::length).sum();
  }

  private Map<String, Object> connection(Course course) {
    List<Map<String, Object>> directions = new ArrayList<>();
    for (boolean up : new boolean[] {true, false}) {
      List<Course.Way> ways = course.ways().stream().filter(way -> way.isUp() == up).toList();
      if (ways.stream().mapToLong(CoursesJson::payload).sum() > 0) {
        directions.add(direction(ways, up ? course.up() : course.down()));
      }
    }
    return Map.of(
        "title",
        course.initiator() + " to " + course.responder(),
        "protocol",
        course.isMptcp() ? "MPTCP" : "TCP",
        "directions",
        directions);
  }

  private Map<String, Object> direction(List<Course.Way> ways, List<Course.Ack> acks) {
    List<Course.Piece> all = ways.stream().flatMap(way -> way.pieces().stream()).toList();
    Instant first = all.stream().map(Course.Piece::at).min(Comparator.naturalOrder()).orElse(zero);
    Instant last = all.stream().map(Course.Piece::at).max(Comparator.naturalOrder()).orElse(zero);
    double bin = Math.max(0.01, seconds(Duration.between(first, last)) / BINS);
    Course.Way one = ways.get(0);
    return Map.of(
        "title",
        names.apply(IpText.format(one.from().address())) + " sends",
        "ways",
        ways.stream().map(this::way).toList(),
        "acks",
        points(thin(acks), Course.Ack::at, Course.Ack::place),
        "outstanding",
        outstanding(all, acks),
        "bin",
        round(bin),
        "rates",
        ways.stream().map(way -> rates(way, first, bin)).toList());
  }

  private Map<String, Object> way(Course.Way way) {
    List<Course.Piece> fresh = way.pieces().stream().filter(p -> !p.isAgain()).toList();
    List<Course.Piece> again = way.pieces().stream().filter(Course.Piece::isAgain).toList();
    return Map.of(
        "name",
        names.apply(IpText.format(way.from().address()))
            + " > "
            + names.apply(IpText.format(way.to().address())),
        "bytes",
        payload(way),
        "fresh",
        points(thin(fresh), Course.Piece::at, p -> p.place() + p.length()),
        "again",
        points(thin(again), Course.Piece::at, p -> p.place() + p.length()));
  }

  /** Bits per second of each bin, at its middle. */
  private List<List<Object>> rates(Course.Way way, Instant first, double bin) {
    double[] bytes = new double[BINS + 1];
    for (Course.Piece piece : way.pieces()) {
      int at = (int) (seconds(Duration.between(first, piece.at())) / bin);
      bytes[Math.max(0, Math.min(BINS, at))] += piece.length();
    }
    List<Object> times = new ArrayList<>();
    List<Object> rates = new ArrayList<>();
    double begin = seconds(Duration.between(zero, first));
    for (int i = 0; i <= BINS; i++) {
      times.add(round(begin + (i + 0.5) * bin));
      rates.add(Math.round(bytes[i] * 8 / bin));
    }
    return List.of(times, rates);
  }

  /** Bytes that were sent and not acknowledged, after each segment and each acknowledgement. */
  private List<List<Object>> outstanding(List<Course.Piece> pieces, List<Course.Ack> acks) {
    record Step(Instant at, long sent, long acknowledged) {}
    List<Step> steps = new ArrayList<>();
    pieces.forEach(p -> steps.add(new Step(p.at(), p.place() + p.length(), 0)));
    acks.forEach(a -> steps.add(new Step(a.at(), 0, a.place())));
    steps.sort(Comparator.comparing(Step::at));
    List<Step> sums = new ArrayList<>();
    long sent = 1;
    long acknowledged = 1;
    for (Step step : steps) {
      sent = Math.max(sent, step.sent());
      acknowledged = Math.max(acknowledged, step.acknowledged());
      sums.add(new Step(step.at(), sent, acknowledged));
    }
    return acks.isEmpty()
        ? List.of(List.of(), List.of())
        : points(thin(sums), Step::at, s -> Math.max(0, s.sent() - s.acknowledged()));
  }

  private interface Time<T> {
    Instant of(T one);
  }

  private interface Value<T> {
    long of(T one);
  }

  private <T> List<List<Object>> points(List<T> all, Time<T> time, Value<T> value) {
    List<Object> times = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (T one : all) {
      times.add(round(seconds(Duration.between(zero, time.of(one)))));
      values.add(value.of(one));
    }
    return List.of(times, values);
  }

  private static <T> List<T> thin(List<T> all) {
    if (all.size() <= POINTS) {
      return all;
    }
    List<T> some = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      some.add(all.get((int) ((long) i * (all.size() - 1) / (POINTS - 1))));
    }
    return some;
  }

  private static double seconds(Duration time) {
    return time.getSeconds() + time.getNano() / 1e9;
  }

  private static double round(double seconds) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.6f", seconds));
  }
}
