// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.junit.Cpus;
import dev.subflow.junit.Seed;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.lab.LabSettings;
import dev.subflow.regress.Build;
import dev.subflow.report.RunDirectory;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.QemuChoice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Collectors;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The second look that comparisons take where guests have one processor: some of the same scenarios
 * in guests with two, where what needs two to go wrong can do so.
 */
public final class TwoProcessors {
  /** Stands behind the names of such tests. */
  static final String WORDS = "on 2 processors";

  private static final int COUNT = 2;

  /** One scenario in four, as the whole would double the time. */
  private static final int SHARE = 4;

  private static final int FEWEST = 3;
  private static final int MOST = 24;

  private TwoProcessors() {}

  /**
   * Whether guests that do not say have one processor and could have two. What runs them is known
   * once guests of that kind ran.
   */
  public static boolean areMissing(LabSettings settings) {
    return settings.vcpus().isEmpty()
        && Runtime.getRuntime().availableProcessors() >= COUNT
        && settings
            .accelerator()
            .or(() -> LabEnvironment.probed(settings.cache()))
            .filter(a -> a == Accelerator.TCG)
            .isPresent();
  }

  /** Settings of the same guests with two processors. */
  public static LabSettings of(LabSettings like) {
    return of(like, like.qemu());
  }

  /** Settings of a QEMU, as they are otherwise; with two processors. */
  static LabSettings of(LabSettings like, QemuChoice qemu) {
    return new LabSettings(
        like.home(),
        like.cache(),
        like.kernel(),
        like.image(),
        like.accelerator(),
        qemu,
        OptionalInt.of(COUNT),
        like.templates());
  }

  /**
   * Compares kernels by a share of the scenarios, by verdicts and behaviour as always.
   *
   * <p>Where a QEMU that emulates two processors at once can't be had, that of the machine has to
   * do, which emulates them in turns.
   *
   * @param kernels those that were compared, the base first
   * @param like how they were compared
   */
  public static KernelComparison.Outcome look(
      List<Build> kernels, KernelComparison like, RunDirectory directory) {
    TestChoice some = new TestChoice(share(like.tests().scenarios(), like.seed()), List.of());
    if (some.scenarios().isEmpty()) {
      return new KernelComparison.Outcome(List.of(), List.of(), Optional.empty());
    }
    KernelComparison comparison = like.by(some).in(of(like.settings().lab()));
    KernelComparison.Outcome outcome = look(kernels, comparison).in(directory);
    boolean canDoWith = outcome.brokenOff().isPresent() && like.settings().lab().qemu().isAuto();
    if (!canDoWith || outcome.comparisons().size() > 1) {
      return outcome;
    }
    like.view().say("with this machine's QEMU, as: " + outcome.brokenOff().get().getMessage());
    LabSettings machine = of(like.settings().lab(), QemuChoice.MACHINE);
    return look(kernels, comparison.in(machine)).in(directory);
  }

  private static Look look(List<Build> kernels, KernelComparison comparison) {
    return new Look(WORDS, kernels, false, comparison);
  }

  /**
   * The scenarios to look at, a few of each theme, chosen by the seed: other runs look at others.
   * Those that ask for processors themselves have had them.
   */
  static List<Scenario> share(List<Scenario> all, Seed seed) {
    List<Scenario> free = all.stream().filter(s -> !saysProcessors(s)).toList();
    int wanted = Math.min(MOST, Math.max(FEWEST, (free.size() + SHARE - 1) / SHARE));
    Map<String, Queue<Scenario>> themes = new LinkedHashMap<>();
    Comparator<Scenario> byChance =
        Comparator.comparingLong(s -> mixed(seed.value() ^ s.name().hashCode()));
    free.stream()
        .collect(Collectors.groupingBy(Scenario::theme, LinkedHashMap::new, Collectors.toList()))
        .forEach((theme, some) -> themes.put(theme, queue(some, byChance)));
    Set<Scenario> picked = new HashSet<>();
    while (picked.size() < Math.min(wanted, free.size())) {
      for (Queue<Scenario> theme : themes.values()) {
        Scenario next = theme.poll();
        if (next != null && picked.size() < wanted) {
          picked.add(next);
        }
      }
    }
    return free.stream().filter(picked::contains).toList();
  }

  private static Queue<Scenario> queue(List<Scenario> some, Comparator<Scenario> order) {
    List<Scenario> sorted = new ArrayList<>(some);
    sorted.sort(order);
    return new ArrayBlockingQueue<>(sorted.size(), false, sorted);
  }

  /** Spreads neighbouring numbers; the finaliser of SplitMix64. */
  private static long mixed(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static boolean saysProcessors(Scenario scenario) {
    return AnnotationSupport.isAnnotated(scenario.code(), Cpus.class)
        || AnnotationSupport.isAnnotated(scenario.code().getDeclaringClass(), Cpus.class)
        || ReflectionSupport.newInstance(scenario.source()).topology().hosts().stream()
            .anyMatch(h -> h.vcpus().isPresent());
  }
}
