// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.cache.Cache;
import dev.subflow.cache.Digests;
import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Package lists through the real apt, with and without a mirror that answers. */
final class DebianArchiveIT {
  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();

  private DebianArchive archive(String mirror) {
    return new DebianArchive(
        new Cache(folder.resolve("cache")),
        new DebianMirror(Map.of(DebianMirror.VARIABLE, mirror), Path.of("/")),
        Clock.systemUTC(),
        said::add);
  }

  private Path remember(String mirror, Instant when) throws IOException {
    DebianKernel kernel = new DebianKernel("6.12.1-cloud-amd64", "6.12.1-1", List.of());
    String name = "trixie-" + Digests.of(mirror).substring(0, 8);
    Path known = Files.createDirectories(folder.resolve("cache/apt").resolve(name));
    new SuiteIndex(when.toEpochMilli(), kernel.release(), List.of(kernel))
        .write(known.resolve("index.json"));
    return known;
  }

  @Test
  void anUnreachableMirrorIsSaidAtOnce() {
    Instant start = Instant.now();
    assertThatThrownBy(() -> archive("http://nowhere.invalid/debian").index(DebianSuite.STABLE))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("Can't get the package list of Debian trixie")
        .hasMessageContaining("http://nowhere.invalid/debian")
        .hasMessageContaining(DebianMirror.VARIABLE);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void aMirrorThatNeverAnswersIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String mirror = "http://127.0.0.1:" + silent.getLocalPort() + "/debian";
      Instant start = Instant.now();
      assertThatThrownBy(() -> archive(mirror).index(DebianSuite.STABLE))
          .isInstanceOf(InfrastructureException.class)
          .hasMessageContaining(mirror);
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(60));
    }
  }

  @Test
  void offlineTheLastKnownListServesWithAWord() throws IOException {
    String mirror = "file:///nowhere/debian";
    remember(mirror, Instant.now().minus(Duration.ofDays(2)));
    SuiteIndex index = archive(mirror).index(DebianSuite.STABLE);
    assertThat(index.currentKernel().orElseThrow().release()).isEqualTo("6.12.1-cloud-amd64");
    assertThat(said).anyMatch(word -> word.startsWith("can't refresh the package list"));

    said.clear();
    archive(mirror).index(DebianSuite.STABLE);
    assertThat(said).as("no second attempt right after the first").isEmpty();
  }

  @Test
  void aFreshListIsNotFetchedAgain() throws IOException {
    String mirror = "file:///nowhere/debian";
    Path known = remember(mirror, Instant.now().minus(Duration.ofHours(1)));
    archive(mirror).index(DebianSuite.STABLE);
    assertThat(said).isEmpty();
    assertThat(known.resolve("state")).doesNotExist();
  }
}
