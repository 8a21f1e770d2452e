// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.artifact.kernel.KernelConfig;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Options that are not as they were asked for once kconfig is done, and why. */
final class LostOptions {
  private static final int SELECTORS_SHOWN = 3;

  private final KernelConfig config;
  private final Map<String, KconfigTree.Symbol> symbols;

  private LostOptions(KernelConfig config, Map<String, KconfigTree.Symbol> symbols) {
    this.config = config;
    this.symbols = symbols;
  }

  /**
   * Checks what came of a configuration.
   *
   * @return options of our own fragments that this tree does not know, as it is older or newer
   * @throws UsageException for all others that are not as asked for
   */
  static List<String> check(Fragments fragments, KernelConfig result, Path source)
      throws IOException {
    Map<String, Fragments.Wanted> lost = new LinkedHashMap<>();
    fragments
        .wanted()
        .forEach(
            (name, wanted) -> {
              if (!result.value(name).orElse("n").equals(wanted.value())) {
                lost.put(name, wanted);
              }
            });
    if (lost.isEmpty()) {
      return List.of();
    }
    LostOptions why = new LostOptions(result, KconfigTree.read(source).symbols());
    List<String> unknown = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    lost.forEach(
        (name, wanted) -> {
          if (!why.isKnown(name) && wanted.fragment().ours()) {
            unknown.add(name);
          } else {
            faults.add(why.explain(name, wanted));
          }
        });
    if (!faults.isEmpty()) {
      throw new UsageException(
          "The configuration "
              + fragments.names()
              + " can't be had of this kernel, "
              + faults.size()
              + (faults.size() == 1 ? " option is" : " options are")
              + " not as asked for:\n  "
              + String.join("\n  ", faults));
    }
    return unknown;
  }

  private boolean isKnown(String name) {
    return Optional.ofNullable(symbols.get(name))
        .filter(s -> !s.definitions().isEmpty())
        .isPresent();
  }

  private String explain(String name, Fragments.Wanted wanted) {
    String is = config.value(name).orElse("n");
    String head =
        "CONFIG_"
            + name
            + "="
            + wanted.value()
            + " ("
            + wanted.fragment().name()
            + ") is "
            + is
            + ": ";
    KconfigTree.Symbol symbol = symbols.get(name);
    if (symbol == null || symbol.definitions().isEmpty()) {
      return head + "this kernel has no such option";
    }
    if (wanted.value().equals("n")) {
      return head + forced(symbol);
    }
    Set<String> unmet = new LinkedHashSet<>();
    for (KconfigTree.Definition definition : symbol.definitions()) {
      Set<String> here = new LinkedHashSet<>();
      definition.depends().forEach(d -> here.addAll(KconfigExpression.unmet(d, config)));
      if (!here.isEmpty()) {
        unmet.add(String.join(" and ", here.stream().map(this::withItsOwn).toList()));
      }
    }
    if (!unmet.isEmpty()) {
      return head + "it depends on " + String.join("; elsewhere on ", unmet);
    }
    if (!symbol.hasPrompt()) {
      return head + "nobody can set it by hand, " + selectors(symbol, "it is set by ");
    }
    if (wanted.value().equals("m")) {
      return head
          + (symbol.isTristate()
              ? "a module is not possible here" + (config.has("MODULES") ? "" : ", MODULES is off")
              : "it can only be built in (y)");
    }
    if (is.equals("m")) {
      return head + "something it depends on is only a module";
    }
    return head + "its value is not allowed, or another of the same choice was taken";
  }

  /** One level deeper, for dependencies that are off for want of something themselves. */
  private String withItsOwn(String name) {
    KconfigTree.Symbol symbol = symbols.get(name);
    if (!name.matches("\\w+")) {
      return name;
    }
    if (symbol == null || symbol.definitions().isEmpty()) {
      return name + " (which this kernel does not have)";
    }
    Set<String> deeper = new LinkedHashSet<>();
    for (KconfigTree.Definition definition : symbol.definitions()) {
      definition.depends().forEach(d -> deeper.addAll(KconfigExpression.unmet(d, config)));
    }
    return deeper.isEmpty()
        ? name + " (off)"
        : name + " (off, it depends on " + String.join(" and ", deeper) + ")";
  }

  private String forced(KconfigTree.Symbol symbol) {
    return selectors(symbol, "it is selected by ");
  }

  private String selectors(KconfigTree.Symbol symbol, String lead) {
    List<String> active =
        symbol.selectors().stream()
            .filter(
                s ->
                    config.has(s.symbol())
                        && KconfigExpression.of(s.condition(), config) != KconfigExpression.Value.N)
            .map(KconfigTree.Selector::symbol)
            .distinct()
            .toList();
    List<String> all =
        active.isEmpty()
            ? symbol.selectors().stream().map(KconfigTree.Selector::symbol).distinct().toList()
            : active;
    if (all.isEmpty()) {
      return "its default says so and it has no prompt that is shown";
    }
    return lead
        + String.join(", ", all.subList(0, Math.min(SELECTORS_SHOWN, all.size())))
        + (all.size() > SELECTORS_SHOWN ? " and others" : "");
  }
}
