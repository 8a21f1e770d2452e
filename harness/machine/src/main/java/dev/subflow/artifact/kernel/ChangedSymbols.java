// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.artifact.kernel.KernelSymbols.Symbol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What differs between two built kernels, by the names of functions and variables: what a change of
 * a macro, an inline function or a structure comes to.
 *
 * <p>Where something lies makes no difference, nor do the numbers of lines that {@code WARN()}
 * prints. A variable that begins as zeros differs by the code that uses it alone.
 *
 * @param objects vmlinux, then modules; those without a difference are left out
 */
public record ChangedSymbols(List<OfObject> objects) {
  private static final String VMLINUX = "vmlinux";

  public ChangedSymbols {
    objects = List.copyOf(objects);
  }

  /**
   * What differs in one file.
   *
   * @param object its path in the folder of the kernel
   * @param functions in both kernels, with other code; what the compiler made of one, such as
   *     {@code foo.cold}, under the name of that
   * @param added functions that only the second kernel has
   * @param data variables and tables that begin with another content, or are in one kernel only
   */
  public record OfObject(
      String object, SortedSet<String> functions, SortedSet<String> added, SortedSet<String> data) {
    public OfObject {
      Objects.requireNonNull(object, "object");
      functions = Collections.unmodifiableSortedSet(new TreeSet<>(functions));
      added = Collections.unmodifiableSortedSet(new TreeSet<>(added));
      data = Collections.unmodifiableSortedSet(new TreeSet<>(data));
    }

    private boolean isEmpty() {
      return functions.isEmpty() && added.isEmpty() && data.isEmpty();
    }
  }

  /**
   * Compares two folders that kernels were built into.
   *
   * <p>Of modules nobody knows yet where they will lie: one that differs counts with its name among
   * the data.
   *
   * @return empty where one of them has no vmlinux with symbols, or something can't be read
   */
  public static Optional<ChangedSymbols> between(Path base, Path patched) {
    try {
      Optional<KernelSymbols> before = symbols(base);
      Optional<KernelSymbols> after = symbols(patched);
      if (before.isEmpty() || after.isEmpty()) {
        return Optional.empty();
      }
      List<OfObject> objects = new ArrayList<>();
      objects.add(changed(before.get(), after.get()));
      Map<String, String> modules = KernelCode.modules(base);
      Map<String, String> others = KernelCode.modules(patched);
      SortedSet<String> names = new TreeSet<>(modules.keySet());
      names.addAll(others.keySet());
      for (String name : names) {
        if (!Objects.equals(modules.get(name), others.get(name))) {
          objects.add(
              new OfObject(name, new TreeSet<>(), new TreeSet<>(), new TreeSet<>(List.of(name))));
        }
      }
      objects.removeIf(OfObject::isEmpty);
      return Optional.of(new ChangedSymbols(objects));
    } catch (IOException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<KernelSymbols> symbols(Path folder) throws IOException {
    return KernelCode.mapped(folder.resolve(VMLINUX))
        .flatMap(ElfSections::of)
        .flatMap(KernelSymbols::of);
  }

  private static OfObject changed(KernelSymbols base, KernelSymbols patched) {
    SymbolDiff diff = new SymbolDiff(base, patched);
    Map<String, List<Symbol>> before = base.byId();
    Map<String, List<Symbol>> after = patched.byId();
    SortedSet<String> functions = new TreeSet<>();
    SortedSet<String> added = new TreeSet<>();
    SortedSet<String> data = new TreeSet<>();
    after.forEach(
        (id, symbols) -> {
          List<Symbol> old = before.getOrDefault(id, List.of());
          Symbol first = symbols.get(0);
          if (isSame(diff, old, symbols)) {
            return;
          }
          if (first.isFunction()) {
            (old.isEmpty() ? added : functions).add(first.name());
          } else if (!first.inFunction() || old.size() == symbols.size()) {
            data.add(first.name());
          }
        });
    before.forEach(
        (id, symbols) -> {
          Symbol first = symbols.get(0);
          if (!after.containsKey(id) && !first.isFunction() && !first.inFunction()) {
            data.add(first.name());
          }
        });
    // foo.part came or went: foo is no new one.
    before.values().forEach(s -> moved(added, functions, s.get(0)));
    return new OfObject(VMLINUX, functions, added, data);
  }

  private static void moved(SortedSet<String> added, SortedSet<String> functions, Symbol before) {
    if (before.isFunction() && added.remove(before.name())) {
      functions.add(before.name());
    }
  }

  private static boolean isSame(SymbolDiff diff, List<Symbol> before, List<Symbol> after) {
    if (before.size() != after.size()) {
      return false;
    }
    for (int i = 0; i < before.size(); i++) {
      if (!diff.isSame(before.get(i), after.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Names of all functions with other code. */
  public SortedSet<String> functions() {
    return union(OfObject::functions);
  }

  /** Names of all functions that came. */
  public SortedSet<String> added() {
    return union(OfObject::added);
  }

  /** Names of all data with another content. */
  public SortedSet<String> data() {
    return union(OfObject::data);
  }

  private SortedSet<String> union(Function<OfObject, Set<String>> part) {
    SortedSet<String> all = new TreeSet<>();
    for (OfObject object : objects) {
      all.addAll(part.apply(object));
    }
    return all;
  }

  /** Whether no function and no data differs. */
  public boolean isEmpty() {
    return objects.isEmpty();
  }
}
