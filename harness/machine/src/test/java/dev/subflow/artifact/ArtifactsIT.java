// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.artifact.kernel.Compression;
import dev.subflow.artifact.kernel.ElfFile;
import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.kernel.KernelConfig;
import dev.subflow.artifact.kernel.KnownKernel;
import dev.subflow.artifact.kernel.SampleKernel;
import dev.subflow.artifact.root.RootImage;
import dev.subflow.cache.Cache;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real kernels and images, from the user's cache or fetched and built. */
final class ArtifactsIT {
  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
  private static final int EROFS_MAGIC = 0xe2e1f5e0;

  private final List<String> said = new ArrayList<>();
  private final Artifacts artifacts = new Artifacts(HOME, Cache.ofUser(), said::add);

  private static void assertErofs(Path image) throws IOException {
    byte[] head = Files.newInputStream(image).readNBytes(1028);
    assertThat(java.nio.ByteBuffer.wrap(head).getInt(1024))
        .as(image.toString())
        .isEqualTo(EROFS_MAGIC);
  }

  @ParameterizedTest
  @CsvSource({"debian:stable, 6.12", "debian:6.1, 6.1.", "debian:backports, ''"})
  void kernelsBootFast(String name, String release) throws IOException {
    Kernel kernel = artifacts.kernel(name);
    assertThat(kernel.requested()).isEqualTo(name);
    assertThat(kernel.release()).startsWith(release).endsWith("-cloud-amd64");
    assertThat(kernel.image()).hasFileName("vmlinux");
    assertThat(ElfFile.of(Files.readAllBytes(kernel.image())).orElseThrow().release())
        .contains(kernel.release());
    assertErofs(kernel.modules().orElseThrow());
    assertThat(KernelConfig.parse(Files.readString(kernel.config().orElseThrow())).has("MPTCP"))
        .isTrue();
    assertThat(Files.readAllBytes(kernel.initramfs()))
        .startsWith("070701".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    said.clear();
    assertThat(artifacts.kernel(name)).isEqualTo(kernel);
    assertThat(said).as("nothing is fetched or built twice").isEmpty();
  }

  @Test
  void theGuestImageKeepsItsPackageVersions() throws IOException {
    RootImage image = artifacts.rootImage("guest");
    assertErofs(image.image());
    assertThat(Files.readString(image.packages()))
        .containsPattern("(?m)^iproute2 \\d")
        .containsPattern("(?m)^mptcpize \\d");
    assertThat(Files.size(image.image())).isLessThan(250L << 20);
  }

  @Test
  void everySuiteIsListed() {
    List<KnownKernel> known = artifacts.knownKernels();
    assertThat(known)
        .flatExtracting(KnownKernel::names)
        .contains("debian:stable", "debian:backports", "debian:testing", "debian:sid");
  }

  @Test
  void unknownNamesSayWhatThereIs() {
    assertThatThrownBy(() -> artifacts.kernel("debian:2.6"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("No suite of Debian carries a kernel 2.6. There is:")
        .hasMessageContaining("stable: 6.12");
    assertThatThrownBy(() -> artifacts.kernel("debian:woody"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("stable, backports, testing, sid");
    assertThatThrownBy(() -> artifacts.kernel("/no/such/file"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("/no/such/file");
    assertThatThrownBy(() -> artifacts.kernel(""))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Unknown kernel \"\": it is no name");
    assertThatThrownBy(() -> artifacts.rootImage("nosuch"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("There is: guest");
  }

  @Test
  void aLocalBzImageWithoutSurroundingsBootsAsItIs(@TempDir Path folder) throws IOException {
    Path image = folder.resolve("deep/er/bzImage");
    Files.createDirectories(image.getParent());
    byte[] vmlinux = Files.readAllBytes(artifacts.kernel("debian:stable").image());
    Files.write(image, SampleKernel.bzImage("6.12.1", Compression.GZIP, vmlinux));
    Kernel kernel = artifacts.kernel(image.toString());
    assertThat(kernel.image()).hasSameBinaryContentAs(artifacts.kernel("debian:stable").image());
    assertThat(kernel.modules()).isEmpty();
    assertThat(kernel.config()).isEmpty();
  }
}
