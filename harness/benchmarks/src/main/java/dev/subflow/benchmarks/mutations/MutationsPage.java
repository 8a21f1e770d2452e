// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.mutations;

import dev.subflow.benchmarks.mutations.Noticed.By;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The page of mutations and what noticed them: pure. */
public final class MutationsPage {
  private static final String HEAD =
      """
      <!-- SPDX-License-Identifier: Apache-2.0 -->
      # Broken kernels, and what notices them

      Each is Linux 7.3 with one fault, from `harness/benchmarks/mutations`, compared with the same
      kernel without it by the scenarios that meet the fault. Made by `harness/benchmarks/noticed`.

      """;

  private MutationsPage() {}

  /** Markdown of all mutations; those that were not tried say so. */
  public static String of(List<Mutation> mutations, List<Noticed> tried) {
    Map<String, Noticed> byName =
        tried.stream()
            .collect(Collectors.toMap(Noticed::mutation, Function.identity(), (a, b) -> b));
    List<Noticed> done =
        mutations.stream()
            .flatMap(m -> Optional.ofNullable(byName.get(m.name())).stream())
            .toList();
    StringBuilder text = new StringBuilder(HEAD);
    text.append("| noticed by | of ").append(done.size()).append(" | share |\n|---|---|---|\n");
    share(text, done, "the kernel's own words, or an assertion", Set.of(By.CRASH, By.ASSERTION));
    share(text, done, "those or the auditor", Set.of(By.CRASH, By.ASSERTION, By.AUDITOR));
    share(
        text,
        done,
        "those or behaviour unlike the base's",
        Set.of(By.CRASH, By.ASSERTION, By.AUDITOR, By.BEHAVIOUR));
    text.append("\n| fault | theme | noticed by | s | first words |\n|---|---|---|---|---|\n");
    for (Mutation mutation : mutations) {
      text.append("| ")
          .append(mutation.name())
          .append(" | ")
          .append(mutation.theme())
          .append(" | ");
      Noticed one = byName.get(mutation.name());
      text.append(one == null ? "not tried | | " : row(one)).append(" |\n");
    }
    return text.toString();
  }

  private static void share(StringBuilder text, List<Noticed> done, String what, Set<By> by) {
    long count = done.stream().filter(n -> n.by().stream().anyMatch(by::contains)).count();
    text.append("| ").append(what).append(" | ").append(count).append(" | ");
    text.append(done.isEmpty() ? "" : Math.round(100.0 * count / done.size()) + " %")
        .append(" |\n");
  }

  private static String row(Noticed one) {
    String by =
        one.by().isEmpty()
            ? "**nothing**"
            : one.by().stream()
                .sorted()
                .map(b -> b.name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(", "));
    return by + " | " + one.seconds() + " | " + one.words().replaceAll("([|<*_`\\\\])", "\\\\$1");
  }
}
