// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CpuShareTest {
  private static final Duration LIVED = Duration.ofSeconds(10);

  @Test
  void addsUpTheThreads(@TempDir Path tasks) throws IOException {
    thread(tasks, "7", "231837104 91623 84\n");
    thread(tasks, "8", "1000000000 2000000000 5\n");

    assertThat(CpuShare.in(tasks))
        .contains(new CpuShare(Duration.ofNanos(1231837104), Duration.ofNanos(2000091623)));
  }

  @Test
  void isUnknownOfAProcessThatIsGone(@TempDir Path tasks) {
    assertThat(CpuShare.in(tasks.resolve("gone"))).isEmpty();
  }

  @Test
  void isUnknownWhereTheKernelWritesSomethingElse(@TempDir Path tasks) throws IOException {
    thread(tasks, "7", "none kept\n");

    assertThat(CpuShare.in(tasks)).isEmpty();
  }

  @Test
  void ofThisProcessIsKnown() {
    assertThat(CpuShare.of(ProcessHandle.current().pid()))
        .hasValueSatisfying(share -> assertThat(share.ran()).isPositive());
  }

  @Test
  void halfOfWhatWasWantedIsEnough() {
    assertThat(share(4, 4).isStarved(LIVED)).isFalse();
  }

  @Test
  void eighthOfWhatWasWantedIsEnough() {
    assertThat(share(1, 7).isStarved(LIVED)).isFalse();
  }

  @Test
  void lessIsNot() {
    assertThat(share(1, 9).isStarved(LIVED)).isTrue();
  }

  @Test
  void whoWaitsShortlyIsNotStarved() {
    assertThat(share(0, 0).isStarved(LIVED)).isFalse();
    assertThat(new CpuShare(Duration.ofMillis(300), Duration.ofMillis(2200)).isStarved(LIVED))
        .isFalse();
  }

  @Test
  void whatWasHadBeforeMayBeLeftOut() {
    assertThat(share(10, 3).minus(share(4, 1))).isEqualTo(share(6, 2));
  }

  @Test
  void whoHadEnoughForAnHourMayHaveNoneNow() {
    Duration since = Duration.ofSeconds(35);
    assertThat(share(1030, 12).lackSince(share(1000, 10), since)).isEmpty();
    assertThat(share(1001, 12).lackSince(share(1000, 10), since)).as("idle").isEmpty();
    assertThat(share(1001, 40).lackSince(share(1000, 10), since))
        .hasValueSatisfying(words -> assertThat(words).contains("waited 30.0 s"));
    assertThat(share(1000, 10).lackSince(share(1000, 10), since))
        .hasValueSatisfying(words -> assertThat(words).contains("QEMU did not run"));
  }

  private static CpuShare share(int ran, int waited) {
    return new CpuShare(Duration.ofSeconds(ran), Duration.ofSeconds(waited));
  }

  private static void thread(Path tasks, String id, String schedstat) throws IOException {
    Files.createDirectory(tasks.resolve(id));
    Files.writeString(tasks.resolve(id).resolve("schedstat"), schedstat);
  }
}
