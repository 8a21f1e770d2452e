// SPDX-License-Identifier: Apache-2.0
package dev.subflow;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds the import table of the architecture: who may depend on whom. */
@AnalyzeClasses(packages = "dev.subflow", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  /** Package → what it may import; `cli` may import everything. */
  private static final Map<String, List<String>> MAY_IMPORT = new LinkedHashMap<>();

  static {
    MAY_IMPORT.put("topology", List.of());
    MAY_IMPORT.put("guest", List.of());
    MAY_IMPORT.put("mptcp", List.of());
    MAY_IMPORT.put("stack", List.of("guest", "mptcp"));
    MAY_IMPORT.put("host", List.of());
    MAY_IMPORT.put("artifact", List.of("host"));
    MAY_IMPORT.put("coverage", List.of("host", "artifact"));
    MAY_IMPORT.put("packet", List.of());
    MAY_IMPORT.put("capture", List.of("packet"));
    MAY_IMPORT.put("wire", List.of("topology", "packet", "capture"));
    MAY_IMPORT.put("qemu", List.of("topology", "guest", "host", "artifact", "wire"));
    MAY_IMPORT.put("ktap", List.of());
    MAY_IMPORT.put(
        "kselftest",
        List.of("topology", "guest", "ktap", "host", "artifact", "qemu", "lab", "report"));
    MAY_IMPORT.put("virtme", List.of("guest", "host", "ktap", "artifact", "report", "kselftest"));
    MAY_IMPORT.put("report", List.of("guest", "mptcp", "topology"));
    MAY_IMPORT.put("assertions", List.of("guest", "mptcp", "packet", "capture", "wire"));
    MAY_IMPORT.put(
        "lab", List.of("topology", "guest", "mptcp", "stack", "host", "artifact", "wire", "qemu"));
    MAY_IMPORT.put("patchwork", List.of("host"));
    MAY_IMPORT.put("regress", List.of("host", "artifact", "coverage", "report"));
    MAY_IMPORT.put(
        "junit",
        List.of(
            "host",
            "artifact",
            "topology",
            "guest",
            "stack",
            "wire",
            "lab",
            "report",
            "kselftest",
            "virtme"));
  }

  @ArchTest
  static final ArchRule packagesImportOnlyWhatTheirLineNames =
      CompositeArchRule.of(
          MAY_IMPORT.entrySet().stream()
              .map(line -> importsOnly(line.getKey(), line.getValue()))
              .toList());

  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.subflow.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses()
          .that(resideOutsideOfPackage("dev.subflow.cli.."))
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule noGenericExceptions =
      GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

  private static ArchRule importsOnly(String name, List<String> allowed) {
    List<String> packages = new ArrayList<>(allowed);
    packages.add(name);
    DescribedPredicate<JavaClass> ours =
        resideInAnyPackage(
            packages.stream().map(p -> "dev.subflow." + p + "..").toArray(String[]::new));
    return classes()
        .that(resideInAPackage("dev.subflow." + name + ".."))
        .should(onlyDependOnClassesThat(ours.or(resideOutsideOfPackage("dev.subflow.."))))
        .allowEmptyShould(true)
        .as("package " + name + " may import only " + allowed);
  }
}
