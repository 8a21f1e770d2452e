// SPDX-License-Identifier: Apache-2.0
package dev.subflow;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds the import table of the architecture: who may depend on whom. */
@AnalyzeClasses(packages = "dev.subflow", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?dev\\.subflow\\.([a-z0-9.]+)\\.[A-Z]");

  private static final String ROOT = "dev.subflow.";

  /** Libraries with weight → the packages that may use them. */
  private static final Map<String, List<String>> HEAVY =
      Map.ofEntries(
          Map.entry("com.github.dockerjava.", List.of("virtme")),
          Map.entry("org.testcontainers.", List.of("virtme")),
          Map.entry("picocli.", List.of("cli")),
          Map.entry("org.jline.", List.of("cli")),
          Map.entry("com.github.difflib.", List.of("cli")),
          Map.entry("ch.qos.logback.", List.of("cli")),
          Map.entry("org.apache.commons.compress.", List.of("artifact.kernel", "artifact.image")),
          Map.entry("org.apache.commons.statistics.", List.of("regress", "speed")),
          Map.entry("org.apache.james.", List.of("patch")),
          Map.entry("dev.failsafe.", List.of("patch")),
          Map.entry("com.samskivert.mustache.", List.of("page")),
          Map.entry("java.sql.", List.of("history")));

  /** Compares the imports of every package, nested ones too, with its line of the table. */
  @ArchTest
  static void everyPackageImportsWhatItsLineNames(JavaClasses classes) {
    Map<String, Set<String>> imports = new TreeMap<>();
    classes.stream()
        .filter(ArchitectureTest::isOurs)
        .forEach(
            type -> {
              Set<String> used = imports.computeIfAbsent(name(type), p -> new TreeSet<>());
              type.getDirectDependenciesFromSelf().stream()
                  .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                  .filter(ArchitectureTest::isOurs)
                  .map(ArchitectureTest::name)
                  .filter(target -> !target.equals(name(type)))
                  .forEach(used::add);
            });
    Map<String, Set<String>> table = ImportTable.read();
    List<String> wrong = new ArrayList<>();
    imports.forEach(
        (name, used) -> {
          if (!table.containsKey(name)) {
            wrong.add("package " + name + " has no line in the table");
            return;
          }
          used.stream()
              .filter(other -> !table.get(name).contains(other))
              .forEach(other -> wrong.add(name + " imports " + other + ", and must not"));
          table.get(name).stream()
              .filter(other -> !used.contains(other))
              .forEach(other -> wrong.add(name + " does not import " + other + " any more"));
        });
    table.keySet().stream()
        .filter(name -> !imports.containsKey(name))
        .forEach(
            name ->
                wrong.add("the table has a line for " + name + ", and there is no such package"));

    assertThat(wrong).as("differences from the table in %s", ImportTable.FILE).isEmpty();
  }

  /** A user sees by the package itself whether to rely on it. */
  @ArchTest
  static void packagesSayWhetherTheyArePartOfTheApi(JavaClasses classes) throws IOException {
    Map<Path, Boolean> folders = ImportTable.folders();
    assertThat(folders).hasSizeGreaterThan(30);
    for (Map.Entry<Path, Boolean> folder : folders.entrySet()) {
      assertThat(folder.getKey().resolve("package-info.java"))
          .content()
          .contains(
              folder.getValue() ? "<p>Part of the API." : "<p>Internal: only the harness uses it.");
    }
  }

  /** Scenarios are written as everybody's tests are. */
  @ArchTest
  static void scenariosUseTheApiAlone(JavaClasses classes) throws IOException {
    Set<String> used = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("../../scenarios/src/test/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        IMPORT.matcher(Files.readString(file)).results().forEach(m -> used.add(m.group(1)));
      }
    }
    used.removeIf(name -> name.startsWith("scenarios"));
    assertThat(used).contains("junit", "mptcp");
    assertThat(ImportTable.api()).containsAll(used);
  }

  @ArchTest
  static final ArchRule noCycles =
      slices().assignedFrom(new PackageSlices()).should().beFreeOfCycles();

  @ArchTest
  static void heavyLibrariesStayInTheirPackages(JavaClasses classes) {
    Set<String> wrong = new TreeSet<>();
    Set<String> seen = new TreeSet<>();
    classes.stream()
        .filter(ArchitectureTest::isOurs)
        .forEach(
            type ->
                type.getDirectDependenciesFromSelf()
                    .forEach(
                        dependency ->
                            HEAVY.forEach(
                                (library, packages) -> {
                                  if (dependency.getTargetClass().getName().startsWith(library)) {
                                    seen.add(library);
                                    if (!packages.contains(name(type))) {
                                      wrong.add(name(type) + " uses " + library + "*");
                                    }
                                  }
                                })));

    assertThat(wrong).isEmpty();
    assertThat(HEAVY.keySet()).as("libraries that nothing uses any more").isSubsetOf(seen);
  }

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses()
          .that(
              JavaClass.Predicates.resideOutsideOfPackage("dev.subflow.cli..")
                  .and(
                      com.tngtech.archunit.base.DescribedPredicate.describe(
                          "are not programs", type -> !type.getSimpleName().endsWith("Main"))))
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule noGenericExceptions =
      GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

  /**
   * The model is facts and formats: it opens no file, starts no thread and logs nothing. A topology
   * may ask whether a file that it names can be read, to tell all of its problems at once.
   */
  @ArchTest
  static final ArchRule theModelIsPure =
      noClasses()
          .that()
          .resideInAnyPackage(
              ImportTable.packagesOf("model").stream().map(p -> ROOT + p).toArray(String[]::new))
          .and()
          .doNotHaveSimpleName("TopologyProblems")
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.type(java.nio.file.Files.class)
                  .or(resideInAPackage("java.util.concurrent"))
                  .or(resideInAPackage("org.slf4j.."))
                  .or(JavaClass.Predicates.type(Thread.class)));

  /** Another virtual machine monitor is a package beside it, and a line in that one class. */
  @ArchTest
  static final ArchRule oneClassKnowsQemu =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "qemu..")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + "lab.LabOpening")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "qemu..");

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(ROOT) && !type.getPackageName().contains("scenarios");
  }

  /** The package below the root, such as {@code artifact.debian}. */
  private static String name(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }

  /** Every package is a slice of its own, nested ones too. */
  private static final class PackageSlices implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return isOurs(type) ? SliceIdentifier.of(name(type)) : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
