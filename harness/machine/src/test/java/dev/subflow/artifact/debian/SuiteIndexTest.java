// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SuiteIndexTest {
  // As "apt-cache show" prints them, shortened.
  private static final String IMAGES =
      """
      Package: linux-image-6.18.9+deb13-cloud-amd64
      Source: linux-signed-amd64 (6.18.9+1~bpo13+1)
      Version: 6.18.9-1~bpo13+1
      Depends: kmod, initramfs-tools (>= 0.120+deb8u2) | linux-initramfs-tool
      Description: Linux 6.18.9 for x86-64 cloud (signed)
       The Linux kernel 6.18.9 and modules for use on cloud platforms.
      SHA256: 0909

      Package: linux-image-7.3.4+deb13-cloud-amd64
      Version: 7.3.4-1~bpo13+1
      Depends: dracut | initramfs-tools (>= 0.120+deb8u2), linux-base-7.3.4+deb13-cloud-amd64 (= 7.3.4-1~bpo13+1), linux-binary-7.3.4+deb13-cloud-amd64 (= 7.3.4-1~bpo13+1), linux-modules-7.3.4+deb13-cloud-amd64 (= 7.3.4-1~bpo13+1)
      SHA256: 4545

      Package: linux-image-6.18.12+deb13-cloud-amd64
      Version: 6.18.12-1~bpo13+1
      Depends: kmod
      SHA256: 1212
      """;
  private static final String PARTS =
      """
      Package: linux-base-7.3.4+deb13-cloud-amd64
      Version: 7.3.4-1~bpo13+1
      SHA256: b000

      Package: linux-binary-7.3.4+deb13-cloud-amd64
      Version: 7.3.4-1~bpo13+1
      SHA256: b001

      Package: linux-modules-7.3.4+deb13-cloud-amd64
      Version: 7.3.4-1~bpo13+1
      SHA256: b002
      """;
  private static final String META =
      """
      Package: linux-image-cloud-amd64
      Version: 7.3.4-1~bpo13+1
      Depends: linux-base-cloud-amd64 (= 7.3.4-1~bpo13+1), linux-image-7.3.4+deb13-cloud-amd64 (= 7.3.4-1~bpo13+1), linux-modules-cloud-amd64 (= 7.3.4-1~bpo13+1)
      """;

  private static SuiteIndex index(String meta) {
    return SuiteIndex.of(
        AptOutput.stanzas(IMAGES),
        AptOutput.stanzas(IMAGES + "\n" + PARTS),
        AptOutput.stanzas(meta),
        Instant.ofEpochMilli(5));
  }

  @Test
  void theMetapackageLeadsToTheCurrentKernelWithAllItsParts() {
    DebianKernel kernel = index(META).currentKernel().orElseThrow();
    assertThat(kernel.release()).isEqualTo("7.3.4+deb13-cloud-amd64");
    assertThat(kernel.version()).isEqualTo("7.3.4-1~bpo13+1");
    assertThat(kernel.packages())
        .extracting(DebianPackage::sha256)
        .containsExactly("4545", "b000", "b001", "b002");
  }

  @Test
  void withoutAMetapackageTheNewestIsCurrent() {
    assertThat(index("").currentKernel().orElseThrow().release()).startsWith("7.3.4");
  }

  @Test
  void aVersionMeansTheNewestThatStartsWithIt() {
    assertThat(index(META).find("6.18").orElseThrow().release()).startsWith("6.18.12");
    assertThat(index(META).find("6.18.9").orElseThrow().packages()).hasSize(1);
    assertThat(index(META).find("6.1")).isEmpty();
    assertThat(index(META).find("7.4")).isEmpty();
  }

  @Test
  void comesBackFromItsFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("index.json");
    assertThat(SuiteIndex.read(file)).isEmpty();
    index(META).write(file);
    assertThat(SuiteIndex.read(file)).contains(index(META));
    Files.writeString(file, "{\"fetchedMillis\":");
    assertThat(SuiteIndex.read(file)).isEmpty();
  }

  @Test
  void versionsAreOrderedAsPeopleReadThem() {
    List<String> sorted =
        List.of(
            "6.1.0-1", "6.1.0-47", "6.12.9-1", "6.12.107-1", "7.0~rc1-1", "7.0-1~bpo1", "7.0-1");
    for (int i = 0; i < sorted.size(); i++) {
      for (int j = 0; j < sorted.size(); j++) {
        assertThat(Integer.signum(DebianKernel.compareVersions(sorted.get(i), sorted.get(j))))
            .as(sorted.get(i) + " against " + sorted.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @Test
  void packageVersionsAnswerToo() {
    DebianKernel kernel = new DebianKernel("6.1.0-50-cloud-amd64", "6.1.176-1", List.of());
    assertThat(List.of("6.1", "6.1.0", "6.1.176", "6.1.0-50", "6")).allMatch(kernel::answersTo);
    assertThat(List.of("6.10", "6.1.17", "6.1.0-5", "5")).noneMatch(kernel::answersTo);
  }
}
