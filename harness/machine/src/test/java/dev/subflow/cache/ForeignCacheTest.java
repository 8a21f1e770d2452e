// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.subflow.process.SessionDirectories;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** A warm cache that cannot be written: on a read-only mount, or of another user. */
final class ForeignCacheTest {
  private static final String NOBODY = "65534";

  /** Mounts a folder read-only on itself, for this command alone. */
  private static final String READ_ONLY =
      "mount --bind \"$1\" \"$1\" && mount -o remount,ro,bind \"$1\" && shift && exec \"$@\"";

  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void aWarmCache() throws IOException {
    root = folder.resolve("a cache");
    new Cache(root)
        .get(
            CacheUserMain.KEY,
            entry -> {
              Files.createDirectory(entry.resolve("deep"));
              Files.writeString(entry.resolve("deep/content"), "good");
            });
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What must be readable to anybody, of which the class path of a build's user often is not. */
  private List<String> java() throws IOException {
    Path libraries = Files.createDirectories(folder.resolve("libraries"));
    // What only warns is no output of the program.
    Path quiet = Files.createDirectories(folder.resolve("quiet"));
    Files.writeString(
        quiet.resolve("logback-test.xml"), "<configuration><root level='OFF'/></configuration>");
    Set<Path> needed = new LinkedHashSet<>(List.of(quiet));
    for (Class<?> one :
        List.of(
            CacheUserMain.class,
            Cache.class,
            SessionDirectories.class,
            dev.subflow.failure.InfrastructureException.class,
            dev.subflow.json.Json.class,
            ObjectMapper.class,
            JsonFactory.class,
            JsonProperty.class,
            Jdk8Module.class,
            JavaTimeModule.class,
            Logger.class,
            LoggerContext.class,
            Context.class)) {
      try {
        needed.add(Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new AssertionError(e);
      }
    }
    List<Path> copies = new ArrayList<>();
    for (Path from : needed) {
      Path to = libraries.resolve(copies.size() + "-" + from.getFileName());
      new ProcessBuilder("cp", "-rL", "--no-preserve=mode", from.toString(), to.toString())
          .inheritIO()
          .start()
          .onExit()
          .join();
      copies.add(to);
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        copies.stream().map(Path::toString).collect(Collectors.joining(":")),
        CacheUserMain.class.getName(),
        root.toString());
  }

  private static String run(List<String> before, List<String> command) throws Exception {
    List<String> argv = new ArrayList<>(before);
    argv.addAll(command);
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  private void assertUsed(String output, String reason) {
    assertThat(output.lines())
        .startsWith("content: good", "content: good", "entries: 1", "damaged: 0", "pruned: 0");
    assertThat(output.lines().skip(5).toList())
        .singleElement()
        .asString()
        .startsWith("refused: Building thing failed: the cache " + root + " can't be written: ")
        .contains(reason)
        .contains("XDG_CACHE_HOME");
  }

  @Test
  void aReadOnlyMountIsUsed() throws Exception {
    assumeThat(SessionDirectories.uid()).as("only root can mount").isZero();
    List<String> readOnly =
        List.of("unshare", "--mount", "sh", "-c", READ_ONLY, "sh", root.toString());

    assertUsed(run(readOnly, java()), "Read-only file system");
  }

  @Test
  void theCacheOfAnotherUserIsUsed() throws Exception {
    assumeThat(SessionDirectories.uid()).as("only root can be another user").isZero();

    assertUsed(run(other(), java()), "permission denied");
  }

  /** Stamps of a copy are others than those of what was copied. */
  @Test
  void aCopyOfAnotherUserIsUsed() throws Exception {
    assumeThat(SessionDirectories.uid()).as("only root can be another user").isZero();
    Path copy = folder.resolve("a copy");
    run(List.of(), List.of("cp", "-r", root.toString(), copy.toString()));
    root = copy;

    assertUsed(run(other(), java()), "permission denied");
  }

  @Test
  void anEntryThatCannotBeReadIsToldAsSuch() throws Exception {
    assumeThat(SessionDirectories.uid()).as("only root can be another user").isZero();
    Path entry = new Cache(root).find(CacheUserMain.KEY).orElseThrow();
    Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString("rwx------"));

    assertThat(run(other(), java()))
        .contains("the cache " + root + " can't be read: permission denied on " + entry)
        .contains("XDG_CACHE_HOME");
  }

  private static List<String> other() {
    return List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups");
  }
}
