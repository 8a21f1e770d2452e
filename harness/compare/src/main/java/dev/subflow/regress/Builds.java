// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.artifact.compile.BuiltKernel;
import dev.subflow.artifact.compile.KernelBuildException;
import dev.subflow.artifact.compile.KernelBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds the kernels of a comparison, and compares the builds. */
public final class Builds {
  /** Name of the comparison of builds among tests. */
  public static final String TEST = "build";

  private final KernelBuilder builder;
  private final Consumer<String> progress;

  /**
   * A kernel to build.
   *
   * @param variant its name in the comparison
   * @param title what it is
   */
  public record Plan(String variant, String title, BuildRequest request) {
    public Plan {
      Objects.requireNonNull(variant, "variant");
      Objects.requireNonNull(title, "title");
      Objects.requireNonNull(request, "request");
    }
  }

  public Builds(KernelBuilder builder, Consumer<String> progress) {
    this.builder = builder;
    this.progress = progress;
  }

  /**
   * Builds all: the last one first, since a patch that does not apply shows then, before anything
   * has taken long.
   *
   * @return in the order of the plans
   * @throws KernelBuildException when the first one, the base, does not compile
   * @throws dev.subflow.failure.UsageException when a patch does not apply, and the like
   */
  public List<Build> all(List<Plan> plans) {
    Deque<Build> builds = new ArrayDeque<>();
    for (int i = plans.size() - 1; i >= 0; i--) {
      builds.addFirst(build(plans.get(i), i == 0));
    }
    return List.copyOf(builds);
  }

  private Build build(Plan plan, boolean isBase) {
    progress.accept("building " + plan.variant() + " (" + plan.title() + ")");
    long start = System.nanoTime();
    try {
      BuiltKernel built = builder.build(plan.request());
      return new Build(
          plan.variant(),
          plan.title(),
          Optional.of(built.folder().toString()),
          built.release(),
          built.warnings(),
          Duration.ofNanos(System.nanoTime() - start),
          Optional.empty());
    } catch (KernelBuildException e) {
      if (isBase) {
        throw e;
      }
      return new Build(
          plan.variant(),
          plan.title(),
          Optional.empty(),
          "",
          List.of(),
          Duration.ofNanos(System.nanoTime() - start),
          Optional.of(String.valueOf(e.getMessage())));
    }
  }

  /** Of each build against the one before it: whether it still builds. */
  public static List<Comparison> compare(List<Build> builds) {
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 1; i < builds.size(); i++) {
      Build from = builds.get(i - 1);
      Build to = builds.get(i);
      Change change =
          to.failure().isPresent() == from.failure().isPresent()
              ? Change.UNCHANGED
              : to.failure().isPresent() ? Change.REGRESSED : Change.FIXED;
      comparisons.add(
          new Comparison(
              TEST,
              change,
              from.variant(),
              to.variant(),
              counts(from),
              counts(to),
              java.util.OptionalDouble.empty(),
              change == Change.REGRESSED ? "it does not compile any more" : "",
              to.failure(),
              Optional.empty()));
    }
    return comparisons;
  }

  private static Comparison.Counts counts(Build build) {
    boolean built = build.failure().isEmpty();
    return Comparison.Counts.once(built, built ? "builds" : "does not build");
  }

  /**
   * Warnings that the last build before which succeeded did not give, by kernel; kernels without
   * are left out.
   */
  public static Map<String, List<String>> newWarnings(List<Build> builds) {
    Map<String, List<String>> added = new LinkedHashMap<>();
    List<Build> built = builds.stream().filter(b -> b.failure().isEmpty()).toList();
    for (int i = 1; i < built.size(); i++) {
      List<String> some = Warnings.added(built.get(i - 1).warnings(), built.get(i).warnings());
      if (!some.isEmpty()) {
        added.put(built.get(i).variant(), some);
      }
    }
    return added;
  }
}
