// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Projects outside of the tree that use the modules as anybody would: by the BOM, from a local
 * repository that has what this build made, and no checkout above them.
 */
final class StrangersIT {
  private static final Path PROJECTS = Path.of("src/test/resources/strangers").toAbsolutePath();
  private static final List<String> MODULES = List.of("model", "machine", "lab", "junit");

  /**
   * All that is not ours comes from what this build has fetched; nothing vouches for that again.
   */
  private static final String SETTINGS =
      """
      <settings>
        <profiles>
          <profile>
            <id>here</id>
            <repositories>REPOSITORY</repositories>
            <pluginRepositories>PLUGINS</pluginRepositories>
          </profile>
        </profiles>
        <activeProfiles><activeProfile>here</activeProfile></activeProfiles>
      </settings>
      """
          .replace("REPOSITORY", repository("repository"))
          .replace("PLUGINS", repository("pluginRepository"));

  @TempDir private Path temp;
  private Path repository;

  private static String repository(String element) {
    return """
    <ELEMENT>
      <id>central</id>
      <url>file://LOCAL</url>
      <releases><checksumPolicy>ignore</checksumPolicy></releases>
    </ELEMENT>
    """
        .replace("ELEMENT", element);
  }

  @BeforeEach
  void installWhatWasBuilt() throws IOException {
    repository = temp.resolve("repository");
    Path home = Home.find();
    install("subflow-parent", home.resolve("pom.xml"));
    install("subflow-harness", home.resolve("harness/pom.xml"));
    install("subflow-bom", home.resolve("harness/bom/pom.xml"));
    for (String module : MODULES) {
      Path folder = home.resolve("harness").resolve(module);
      String name = "subflow-" + module;
      install(name, folder.resolve("pom.xml"));
      Path jar = folder.resolve("target").resolve(name + "-0.1.0-SNAPSHOT.jar");
      assertThat(jar).exists();
      Files.copy(jar, place(name).resolve(jar.getFileName().toString()));
    }
  }

  private Path place(String artifact) {
    return repository.resolve("dev/subflow").resolve(artifact).resolve("0.1.0-SNAPSHOT");
  }

  private void install(String artifact, Path pom) throws IOException {
    Files.createDirectories(place(artifact));
    Files.copy(pom, place(artifact).resolve(artifact + "-0.1.0-SNAPSHOT.pom"));
  }

  /** A copy of a project that is nowhere near the checkout. */
  private Path project(String name) throws IOException {
    Path folder = temp.resolve(name);
    try (Stream<Path> files = Files.walk(PROJECTS.resolve(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(PROJECTS.resolve(name).relativize(file).toString());
        Files.createDirectories(copy.getParent());
        String surefire = System.getProperty("subflow.surefire.version", "3.6.1");
        Files.writeString(copy, Files.readString(file).replace("SUREFIRE", surefire));
      }
    }
    return folder;
  }

  private String maven(Path project, int expected, String... arguments) throws Exception {
    Path settings = temp.resolve("settings.xml");
    Path local =
        Path.of(
            System.getProperty(
                "maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
    Files.writeString(settings, SETTINGS.replace("LOCAL", local.toString()));
    List<String> argv =
        new ArrayList<>(
            List.of("mvn", "-B", "-ntp", "-s", settings.toString(), "-Dmaven.repo.local="));
    argv.set(argv.size() - 1, "-Dmaven.repo.local=" + repository);
    argv.addAll(List.of(arguments));
    Path log = temp.resolve("maven.log");
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("MAVEN_OPTS");
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(log);
    assertThat(process.exitValue()).as(said).isEqualTo(expected);
    return said;
  }

  @Test
  void modelAloneReadsSs() throws Exception {
    String said = maven(project("reader"), 0, "process-classes");

    assertThat(said).contains("subflows=1");
    try (Stream<Path> jars = Files.walk(repository)) {
      assertThat(jars.map(Path::toString))
          .noneMatch(jar -> jar.matches(".*(docker|picocli|junit-jupiter|logback)[^/]*\\.jar"));
    }
  }

  @Test
  void ownScenarioWithItsOwnTopologyPasses() throws Exception {
    Path project = project("scenario");

    String said = maven(project, 0, "test");

    assertThat(said).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
    assertThat(project.resolve("target/subflow/latest/results.json"))
        .content()
        .contains("\"OwnPathsTest.endpointsAreThere\"", "\"PASS\"");
  }

  @Test
  void typoInATopologyIsToldAsInTheTree() throws Exception {
    Path project = project("scenario");
    Path scenario = project.resolve("src/test/java/com/example/OwnPathsTest.java");
    Files.writeString(
        scenario,
        Files.readString(scenario)
            .replace("\"path\", \"10.7.0.2/24\"", "\"paht\", \"10.7.0.2/99\""));

    String said = maven(project, 1, "test");

    assertThat(said)
        .contains(
            "topology \"ours\" has 3 problems:",
            "prefix length 99 of 10.7.0.2",
            "wire \"paht\", which does not exist");
  }
}
