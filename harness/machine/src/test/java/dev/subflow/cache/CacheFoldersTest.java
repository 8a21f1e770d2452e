// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changes in place is listed and pruned like entries are. */
final class CacheFoldersTest {
  private static final int BYTES = 100_000;
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path temp;
  private Cache cache;
  private Path area;

  @BeforeEach
  void aCacheThatBuiltKernels() throws IOException {
    cache = new Cache(temp.resolve("cache"));
    area = cache.root().resolve("builds/linux-0123");
    file("builds/linux-0123/git/objects/pack");
    text("builds/linux-0123/source", "/home/me/linux");
    buildFolder("out-old", "base mptcp coverage", DAY.multipliedBy(9));
    buildFolder("out-new", "base mptcp", DAY.multipliedBy(2));
    text("builds/linux-0123/used", "");
    age(area.resolve("used"), DAY.multipliedBy(2));
  }

  private void buildFolder(String name, String configuration, Duration age) throws IOException {
    file("builds/linux-0123/" + name + "/vmlinux");
    text("builds/linux-0123/" + name + "/.subflow-configuration", configuration);
    age(area.resolve(name), age);
  }

  private Path file(String name) throws IOException {
    Path file = cache.root().resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, new byte[BYTES]);
  }

  private Path text(String name, String text) throws IOException {
    Path file = cache.root().resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void age(Path path, Duration age) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
  }

  private long total() {
    return cache.entries().stream().mapToLong(CacheEntry::sizeBytes).sum();
  }

  @Test
  void behaviourIsListedByKernel() throws IOException {
    text("behaviour/0123/kernel", "debian:stable 6.12.117-1\n");
    text("behaviour/0123/4567.jsonl", "{}\n");

    assertThat(cache.entries())
        .filteredOn(entry -> entry.kind().equals(Cache.BEHAVIOUR))
        .singleElement()
        .extracting(CacheEntry::inputs)
        .isEqualTo(Map.of("kernel", "debian:stable 6.12.117-1"));
  }

  @Test
  void buildFoldersAreListedByWhatTheyAre() {
    assertThat(cache.entries())
        .extracting(CacheEntry::kind, CacheEntry::inputs)
        .containsExactly(
            tuple(
                "build-folder",
                Map.of("configuration", "base,mptcp,coverage", "source", "/home/me/linux")),
            tuple(
                "build-folder", Map.of("configuration", "base,mptcp", "source", "/home/me/linux")),
            tuple("build-source", Map.of("source", "/home/me/linux")));
    assertThat(cache.entries())
        .allSatisfy(e -> assertThat(e.sizeBytes()).isBetween((long) BYTES, 2L * BYTES));
  }

  @Test
  void theConfigurationThatIsLongestUnusedGoesFirst() {
    assertThat(cache.prune(PrunePolicy.keep(total() - 1)))
        .extracting(CacheEntry::id)
        .containsExactly("out-old");
    assertThat(area.resolve("out-old")).doesNotExist();
    assertThat(area.resolve("out-new/vmlinux")).exists();

    assertThat(cache.prune(PrunePolicy.keep(0)))
        .extracting(CacheEntry::id)
        .containsExactly("out-new", "linux-0123");
    assertThat(area).doesNotExist();
  }

  @Test
  void aBuildFolderInUseStaysAndWithItAllThatItIsBuiltFrom() {
    List<CacheEntry> removed =
        cache.locked(
            "builds-linux-0123-out-new",
            "Building",
            () -> new Cache(cache.root()).prune(PrunePolicy.everything()));

    assertThat(removed).extracting(CacheEntry::id).contains("out-old").doesNotContain("out-new");
    assertThat(area.resolve("out-new")).exists();
    assertThat(area.resolve("git")).exists();
    assertThat(area.resolve("out-old")).doesNotExist();
  }

  @Test
  void aCheckoutInUseStays() {
    List<CacheEntry> removed =
        cache.shared(
            "builds-linux-0123-src",
            "Building",
            () -> new Cache(cache.root()).prune(PrunePolicy.everything()));

    assertThat(removed).extracting(CacheEntry::id).doesNotContain("linux-0123");
    assertThat(area.resolve("git")).exists();
  }

  @Test
  void whatIsBeingBuiltStays() throws Exception {
    Path ccache = file("builds/ccache/0/object");
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread build =
        new Thread(
            () ->
                cache.locked(
                    "builds-linux-0123",
                    "Building",
                    () -> {
                      held.countDown();
                      try {
                        done.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      return true;
                    }));
    build.start();
    held.await();

    assertThat(cache.prune(PrunePolicy.everything())).isEmpty();
    done.countDown();
    build.join();
    assertThat(ccache).exists();
    assertThat(area.resolve("out-old/vmlinux")).exists();

    assertThat(cache.prune(PrunePolicy.everything())).hasSize(4);
    assertThat(cache.entries()).isEmpty();
  }

  @Test
  void bisectionsAreListedByTheirQuestionAndStayWhileTheyRun() throws IOException {
    Path lock = text("bisect/0123456789abcdef/lock", "");
    text("bisect/0123456789abcdef/asked", "/linux\nv7.2\nv7.3\nFullMesh.twoByTwo\n[]\n");
    CacheEntry entry =
        cache.entries().stream().filter(e -> e.kind().equals("bisect")).findFirst().orElseThrow();
    assertThat(entry.inputs())
        .isEqualTo(
            Map.of("tree", "/linux", "good", "v7.2", "bad", "v7.3", "test", "FullMesh.twoByTwo"));

    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        var held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThat(cache.prune(PrunePolicy.everything())).doesNotContain(entry);
      assertThat(lock).exists();
    }
    assertThat(cache.prune(PrunePolicy.everything())).contains(entry);
    assertThat(lock.getParent()).doesNotExist();
  }

  @Test
  void theRestIsListedAndGoesWithEverything() throws IOException {
    file("history/kselftest-net-mptcp.jsonl");
    file("coverage/functions.json");
    file("logs/toolbox.log");
    file("probes/0123");
    List<CacheEntry> rest =
        cache.entries().stream().filter(e -> !e.kind().startsWith("build")).toList();

    assertThat(rest)
        .extracting(CacheEntry::kind)
        .containsExactlyInAnyOrder("history", "coverage", "logs", "probes");
    assertThat(rest).allSatisfy(e -> assertThat(e.sizeBytes()).isGreaterThanOrEqualTo(BYTES));
    assertThat(cache.prune(PrunePolicy.everything())).containsAll(rest);
    assertThat(cache.entries()).isEmpty();
  }

  @Test
  void whatWasUsedJustNowStays() throws IOException {
    file("history/kselftest-net-mptcp.jsonl");

    assertThat(cache.prune(PrunePolicy.keep(0)))
        .extracting(CacheEntry::kind)
        .doesNotContain("history");
  }
}
