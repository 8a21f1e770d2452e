// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.mutations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a comparison with a broken kernel noticed.
 *
 * @param mutation its name
 * @param tests that they were compared by
 * @param by everything that noticed it
 * @param words the first thing that was said
 * @param seconds that the comparison took, the build included
 */
public record Noticed(String mutation, Tests tests, Set<By> by, String words, long seconds) {
  private static final int LONGEST = 160;

  /** Means by which a fault is noticed. */
  public enum By {
    /** The kernel says so itself, or dies. */
    CRASH,
    /** An assertion of a scenario failed. */
    ASSERTION,
    /** A rule of RFC 8684 that is broken on the wires. */
    AUDITOR,
    /** Another behaviour than that of the base. */
    BEHAVIOUR,
    /** A selftest of the kernel's own. */
    SELFTEST,
    /** A measured transfer that is slower. */
    SPEED
  }

  public Noticed {
    by = by.isEmpty() ? Set.of() : Set.copyOf(by);
  }

  /** Reads the JSON of {@code subflow regress}. */
  public static Noticed of(String mutation, Tests tests, JsonNode report, long seconds) {
    Set<By> by = EnumSet.noneOf(By.class);
    List<String> words = new ArrayList<>();
    for (JsonNode comparison : report.path("comparisons")) {
      String change = comparison.path("change").asText();
      if (Set.of("REGRESSED", "CRASHED").contains(change)) {
        String message = comparison.path("message").asText("");
        by.add(by(comparison.path("test").asText(), change, message));
        words.add(comparison.path("test").asText() + ": " + message);
      }
    }
    for (JsonNode difference : report.path("differs")) {
      by.add(By.BEHAVIOUR);
      words.add(difference.path("words").asText(difference.toString()));
    }
    for (JsonNode change : report.path("speed").path("changes")) {
      if (change.path("pace").asText().equals("SLOWER")) {
        by.add(By.SPEED);
        words.add(change.path("transfer").asText() + ": " + change.path("quantity").asText());
      }
    }
    String first = words.stream().findFirst().orElse("").replaceAll("\\s+", " ");
    return new Noticed(
        mutation, tests, by, first.substring(0, Math.min(LONGEST, first.length())), seconds);
  }

  private static By by(String test, String change, String message) {
    if (change.equals("CRASHED")) {
      return By.CRASH;
    }
    if (test.startsWith("kselftest:")) {
      return By.SELFTEST;
    }
    return message.contains("RFC 8684, section ") ? By.AUDITOR : By.ASSERTION;
  }

  /** Whether it takes the place of another. */
  public boolean isOfSame(Noticed other) {
    return mutation.equals(other.mutation) && tests == other.tests;
  }

  /** One line of a file of them. */
  public String line() {
    String names = by.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
    return String.join("\t", mutation, tests.name(), names, Long.toString(seconds), words);
  }

  /** Reads {@link #line}; empty for one that was cut short. */
  public static Optional<Noticed> parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != 5 || !fields[3].matches("\\d{1,9}")) {
      return Optional.empty();
    }
    Set<By> by = EnumSet.noneOf(By.class);
    for (String name : fields[2].isEmpty() ? new String[0] : fields[2].split(",", -1)) {
      by.add(By.valueOf(name));
    }
    return Optional.of(
        new Noticed(fields[0], Tests.valueOf(fields[1]), by, fields[4], Long.parseLong(fields[3])));
  }
}
