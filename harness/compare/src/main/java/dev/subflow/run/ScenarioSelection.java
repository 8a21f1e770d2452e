// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.failure.NearestNames;
import dev.subflow.failure.UsageException;
import dev.subflow.junit.MisnamedParameterException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Picks scenarios by name: a class, {@code Class.method}, or either with {@code *} and {@code ?}.
 */
public final class ScenarioSelection {
  /** The tag of scenarios that are quick and say much: what kernels are compared by. */
  public static final String QUICK = "quick";

  /** The tag of scenarios by whose transfers kernels are compared where none is named. */
  public static final String MEASURED = "measured";

  /** The tag of what runs where nothing is asked for. */
  public static final String REFERENCE = "reference";

  private static final int SUGGESTIONS = 3;

  private ScenarioSelection() {}

  /**
   * The scenarios that any of the names picks, in the order of the names.
   *
   * @throws UsageException for a name that picks none, with names that are like it
   */
  public static List<Scenario> pick(List<Scenario> all, List<String> names) {
    Set<Scenario> picked = new LinkedHashSet<>();
    for (String name : names) {
      List<Scenario> matching = all.stream().filter(s -> matches(s, name)).toList();
      if (matching.isEmpty()) {
        throw new UsageException(unknown(all, name));
      }
      picked.addAll(matching);
    }
    return List.copyOf(picked);
  }

  /**
   * The scenarios that carry a tag.
   *
   * @throws UsageException where none does
   */
  public static List<Scenario> tagged(List<Scenario> all, String tag) {
    List<Scenario> tagged = all.stream().filter(s -> s.tags().contains(tag)).toList();
    if (tagged.isEmpty()) {
      throw new UsageException(
          "no scenario carries @Tag(\"" + tag + "\"); name some, as 'subflow list' shows them");
    }
    return tagged;
  }

  /**
   * Looks at scenarios before anything starts.
   *
   * @return the same
   * @throws UsageException with all that is wrong with their parameters
   */
  public static List<Scenario> checked(List<Scenario> scenarios) {
    List<String> problems =
        scenarios.stream().flatMap(s -> s.problems().stream()).distinct().toList();
    if (!problems.isEmpty()) {
      throw new MisnamedParameterException(problems);
    }
    return scenarios;
  }

  private static boolean matches(Scenario scenario, String name) {
    Pattern pattern = glob(name.replace('#', '.'));
    String method = scenario.name().substring(scenario.simpleClassName().length());
    return Stream.of(
            scenario.name(),
            scenario.simpleClassName(),
            scenario.className(),
            scenario.className() + method)
        .anyMatch(candidate -> pattern.matcher(candidate).matches());
  }

  private static Pattern glob(String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString());
  }

  private static String unknown(List<Scenario> all, String name) {
    List<String> known =
        all.stream()
            .flatMap(s -> Stream.of(s.simpleClassName(), s.name()))
            .distinct()
            .filter(candidate -> isNear(candidate, name))
            .toList();
    List<String> near = NearestNames.of(name, known, SUGGESTIONS);
    return "no scenario is called \""
        + name
        + "\""
        + (near.isEmpty() ? "." : "; did you mean " + String.join(", ", near) + "?")
        + " 'subflow list' shows all of them.";
  }

  private static boolean isNear(String candidate, String name) {
    String c = candidate.toLowerCase(Locale.ROOT);
    String n = name.toLowerCase(Locale.ROOT).replace("*", "");
    // People begin a name and leave out its end.
    String begin = c.substring(0, Math.min(c.length(), n.length() + 1));
    return Math.min(NearestNames.distance(c, n), NearestNames.distance(begin, n))
            <= Math.max(2, n.length() / 3)
        || (n.length() > 2 && c.contains(n));
  }
}
