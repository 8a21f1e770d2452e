// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.junit.OnKernel;
import dev.subflow.junit.OnKernels;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.TestName;
import dev.subflow.junit.UsesTopology;
import dev.subflow.topology.OneHost;
import dev.subflow.topology.TopologySource;
import java.io.File;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

/** Finds the scenarios on the class path: classes that carry its tag. */
public final class ScenarioCatalogue {
  private static final String TAG = "scenario";

  private ScenarioCatalogue() {}

  /**
   * All of them, by name.
   *
   * @param packageName where to look; absent for everywhere on the class path
   * @throws InfrastructureException where there are none
   */
  public static List<Scenario> discover(Launcher launcher, Optional<String> packageName) {
    LauncherDiscoveryRequestBuilder request =
        LauncherDiscoveryRequestBuilder.request().filters(TagFilter.includeTags(TAG));
    packageName.ifPresentOrElse(
        name -> request.selectors(DiscoverySelectors.selectPackage(name)),
        () -> request.selectors(DiscoverySelectors.selectClasspathRoots(roots())));
    TestPlan plan = launcher.discover(request.build());
    List<Scenario> scenarios =
        plan.getRoots().stream()
            .flatMap(root -> plan.getDescendants(root).stream())
            .flatMap(ScenarioCatalogue::scenarios)
            .distinct()
            .sorted(Comparator.comparing(Scenario::name))
            .toList();
    if (scenarios.isEmpty()) {
      throw new InfrastructureException(
          "no scenarios "
              + packageName.map(name -> "in package " + name + " ").orElse("")
              + "on the class path; start ./subflow, which puts them there");
    }
    return scenarios;
  }

  /** Folders of the class path; the harness itself has no scenario. */
  private static Set<Path> roots() {
    Set<Path> roots = new LinkedHashSet<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path folder = Path.of(entry);
      if (Files.isDirectory(folder) && !Files.exists(folder.resolve("dev/subflow/run"))) {
        roots.add(folder);
      }
    }
    return roots;
  }

  private static Stream<Scenario> scenarios(TestIdentifier test) {
    if (test.getSource().orElse(null) instanceof MethodSource source) {
      return Stream.of(
          scenario(
              source.getJavaClass(),
              source.getJavaMethod(),
              test.getDisplayName(),
              test.getTags()));
    }
    if (test.getSource().orElse(null) instanceof ClassSource source
        && AnnotationSupport.isAnnotated(source.getJavaClass(), ClassTemplate.class)) {
      // JUnit looks into a class template only when it runs it.
      Class<?> type = source.getJavaClass();
      return AnnotationSupport.findAnnotatedMethods(
              type, Testable.class, HierarchyTraversalMode.TOP_DOWN)
          .stream()
          .map(method -> scenario(type, method, method.getName() + "()", test.getTags()));
    }
    return Stream.empty();
  }

  private static Scenario scenario(
      Class<?> type, Method method, String displayName, Set<TestTag> tags) {
    return new Scenario(
        TestName.of(type, method.getName()).id(),
        type.getName(),
        displayName,
        tags.stream().map(TestTag::getName).filter(tag -> !tag.equals(TAG)).sorted().toList(),
        annotation(type, method, Rfc8684.class).map(r -> List.of(r.value())).orElse(List.of()),
        annotation(type, method, UsesTopology.class).map(t -> t.value().getSimpleName()),
        annotation(type, method, OnKernel.class).map(OnKernel::value),
        annotation(type, method, OnKernels.class).map(k -> List.of(k.value())).orElse(List.of()),
        annotation(type, method, UsesTopology.class)
            .<Class<? extends TopologySource>>map(UsesTopology::value)
            .orElse(OneHost.class),
        method(MethodSource.from(type, method)),
        method);
  }

  /** The name by which JUnit finds a method. */
  static String method(MethodSource source) {
    return source.getClassName()
        + "#"
        + source.getMethodName()
        + "("
        + source.getMethodParameterTypes()
        + ")";
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
