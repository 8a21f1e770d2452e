// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.mutations;

import dev.subflow.benchmarks.mutations.Noticed.By;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of mutations and what noticed them: pure. */
public final class MutationsPage {
  private static final String HEAD =
      """
      <!-- SPDX-License-Identifier: Apache-2.0 -->
      # Broken kernels, and what notices them

      Each is Linux 7.3 with one fault, from `harness/benchmarks/mutations`, compared with the same
      kernel without it by the scenarios that meet the fault, or by others. Made by
      `harness/benchmarks/mutants`.

      """;

  private final List<Mutation> mutations;
  private final List<Noticed> tried;

  private MutationsPage(List<Mutation> mutations, List<Noticed> tried) {
    Set<String> names = mutations.stream().map(Mutation::name).collect(Collectors.toSet());
    this.mutations = mutations;
    this.tried = tried.stream().filter(n -> names.contains(n.mutation())).toList();
  }

  /** Markdown of all mutations; those that were not tried say so. */
  public static String of(List<Mutation> mutations, List<Noticed> tried) {
    return new MutationsPage(mutations, tried).text();
  }

  private String text() {
    StringBuilder text = new StringBuilder(HEAD);
    line(text, "noticed by", t -> t.words() + ", of " + of(t).size());
    text.append("|").append("---|".repeat(1 + Tests.values().length)).append('\n');
    share(text, "the kernel's own words, or an assertion", By.CRASH, By.ASSERTION, By.SELFTEST);
    share(text, "those or the auditor", By.CRASH, By.ASSERTION, By.SELFTEST, By.AUDITOR);
    share(text, "those, behaviour unlike the base's, or speed", By.values());
    line(text, "median of seconds", t -> median(of(t)));
    text.append("\n| fault | theme |");
    Stream.of(Tests.values()).forEach(t -> text.append(' ').append(t.words()).append(" |"));
    text.append(" first words |\n|").append("---|".repeat(3 + Tests.values().length)).append('\n');
    for (Mutation mutation : mutations) {
      text.append("| ").append(mutation.name()).append(" | ").append(mutation.theme());
      for (Tests tests : Tests.values()) {
        text.append(" | ").append(of(mutation, tests).map(MutationsPage::cell).orElse("not tried"));
      }
      text.append(" | ").append(words(mutation)).append(" |\n");
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String what, Function<Tests, String> cell) {
    text.append("| ").append(what);
    Stream.of(Tests.values()).map(cell).forEach(c -> text.append(" | ").append(c));
    text.append(" |\n");
  }

  private List<Noticed> of(Tests tests) {
    return tried.stream().filter(n -> n.tests() == tests).toList();
  }

  private Optional<Noticed> of(Mutation mutation, Tests tests) {
    return of(tests).stream().filter(n -> n.mutation().equals(mutation.name())).findFirst();
  }

  private void share(StringBuilder text, String what, By... by) {
    Set<By> means = EnumSet.copyOf(Arrays.asList(by));
    line(
        text,
        what,
        tests -> {
          List<Noticed> done = of(tests);
          long count = done.stream().filter(n -> n.by().stream().anyMatch(means::contains)).count();
          return done.isEmpty()
              ? ""
              : count + ": " + Math.round(100.0 * count / done.size()) + " %";
        });
  }

  private static String median(List<Noticed> done) {
    long[] seconds = done.stream().mapToLong(Noticed::seconds).sorted().toArray();
    return seconds.length == 0 ? "" : Long.toString(seconds[seconds.length / 2]);
  }

  private static String cell(Noticed one) {
    String by =
        one.by().isEmpty()
            ? "**nothing**"
            : one.by().stream()
                .sorted()
                .map(b -> b.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    return by + ", " + one.seconds() + " s";
  }

  private String words(Mutation mutation) {
    return Stream.of(Tests.values())
        .flatMap(t -> of(mutation, t).stream())
        .map(Noticed::words)
        .filter(w -> !w.isEmpty())
        .findFirst()
        .orElse("")
        .replaceAll("([|<*_`\\\\])", "\\\\$1");
  }
}
