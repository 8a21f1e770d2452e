// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.host.InfrastructureException;
import dev.subflow.junit.OnKernel;
import dev.subflow.junit.OnKernels;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.TestName;
import dev.subflow.junit.UsesTopology;
import dev.subflow.topology.OneHost;
import dev.subflow.topology.TopologySource;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

/** Finds the scenarios on the class path: classes of a package that carry the tag. */
final class ScenarioCatalogue {
  private static final String TAG = "scenario";

  private ScenarioCatalogue() {}

  /** All of them, by name. */
  static List<Scenario> discover(Launcher launcher, String packageName) {
    TestPlan plan =
        launcher.discover(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectPackage(packageName))
                .filters(TagFilter.includeTags(TAG))
                .build());
    List<Scenario> scenarios =
        plan.getRoots().stream()
            .flatMap(root -> plan.getDescendants(root).stream())
            .flatMap(test -> scenario(test).stream())
            .sorted(Comparator.comparing(Scenario::name))
            .toList();
    if (scenarios.isEmpty()) {
      throw new InfrastructureException(
          "no scenarios in package "
              + packageName
              + " on the class path; start ./subflow, which puts them there");
    }
    return scenarios;
  }

  private static Optional<Scenario> scenario(TestIdentifier test) {
    if (!(test.getSource().orElse(null) instanceof MethodSource source)) {
      return Optional.empty();
    }
    Class<?> type = source.getJavaClass();
    Method method = source.getJavaMethod();
    return Optional.of(
        new Scenario(
            TestName.of(type, method.getName()).id(),
            type.getName(),
            test.getDisplayName(),
            test.getTags().stream()
                .map(TestTag::getName)
                .filter(tag -> !tag.equals(TAG))
                .sorted()
                .toList(),
            annotation(type, method, Rfc8684.class).map(r -> List.of(r.value())).orElse(List.of()),
            annotation(type, method, UsesTopology.class).map(t -> t.value().getSimpleName()),
            annotation(type, method, OnKernel.class).map(OnKernel::value),
            annotation(type, method, OnKernels.class)
                .map(k -> List.of(k.value()))
                .orElse(List.of()),
            annotation(type, method, UsesTopology.class)
                .<Class<? extends TopologySource>>map(UsesTopology::value)
                .orElse(OneHost.class),
            test.getUniqueId()));
  }

  /** The classes around a nested one, the outermost first. */
  private static List<Class<?>> enclosing(Class<?> type) {
    Deque<Class<?>> types = new ArrayDeque<>();
    for (Class<?> t = type.getEnclosingClass(); t != null; t = t.getEnclosingClass()) {
      types.push(t);
    }
    return List.copyOf(types);
  }

  private static <A extends Annotation> Optional<A> annotation(
      Class<?> type, Method method, Class<A> wanted) {
    Optional<A> ofMethod = AnnotationSupport.findAnnotation(method, wanted);
    return ofMethod.isPresent()
        ? ofMethod
        : AnnotationSupport.findAnnotation(type, wanted, enclosing(type));
  }
}
