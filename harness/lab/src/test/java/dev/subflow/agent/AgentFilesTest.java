// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.Command;
import dev.subflow.guest.GuestFileException;
import dev.subflow.guest.GuestFiles;
import dev.subflow.guest.RunningCommand;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files through the real agent, on this machine. */
@Timeout(60)
final class AgentFilesTest {
  private static HostAgent agent;
  private static GuestFiles files;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    agent = HostAgent.start(CommandListener.NONE);
    files = agent.client().files();
  }

  @AfterAll
  static void stop() {
    if (agent != null) {
      agent.close();
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private String there(String name) {
    return directory.resolve(name).toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32_767, 65_536, 65_537, 1 << 20, 64 << 20})
  void aFileOfAnySizeComesBackAsItWas(int size) throws IOException {
    byte[] content = random(size);

    files.put(there("file"), content);

    assertThat(directory.resolve("file")).hasBinaryContent(content);
    assertThat(files.get(there("file"))).isEqualTo(content);
    assertThat(directory.toFile().list()).as("nothing temporary is left").hasSize(1);
  }

  @Test
  void hostFilesAreCopiedWithTheirMode() throws IOException {
    Path source = Files.write(directory.resolve("source"), random(100_000));

    files.put(source, there("copy"), 0751);
    files.get(there("copy"), directory.resolve("back"));

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("copy"))))
        .isEqualTo("rwxr-x--x");
    assertThat(directory.resolve("back")).hasSameBinaryContentAs(source);
  }

  @Test
  void aFileIsReplacedAsAWhole() throws IOException {
    files.putText(there("file"), "a longer text");
    files.putText(there("file"), "short");

    assertThat(files.getText(there("file"))).isEqualTo("short");
  }

  @Test
  void refusalsNamePathAndReason() {
    assertThatThrownBy(() -> files.get(there("missing")))
        .isInstanceOf(GuestFileException.class)
        .hasMessageContaining(there("missing") + ": No such file or directory")
        .extracting(e -> ((GuestFileException) e).errno())
        .isEqualTo(2);
    assertThatThrownBy(() -> files.get(directory.toString()))
        .isInstanceOf(GuestFileException.class)
        .hasMessageContaining("Is a directory");
    assertThatThrownBy(() -> files.putText(directory.toString(), "x"))
        .isInstanceOf(GuestFileException.class)
        .hasMessageContaining("Is a directory");
    assertThatThrownBy(() -> files.put(there("no/such/dir"), random(1 << 20)))
        .isInstanceOf(GuestFileException.class)
        .hasMessageContaining(there("no/such/dir") + ": No such file or directory");
    assertThatThrownBy(() -> files.get("/dev/zero"))
        .isInstanceOf(GuestFileException.class)
        .hasMessageContaining("neither a regular file");
  }

  @Test
  void aFullDeviceIsToldAsSuch() {
    assertThatThrownBy(() -> files.put("/dev/full", random(1 << 20)))
        .isInstanceOf(GuestFileException.class)
        .hasMessageContaining("No space left on device");
  }

  @Test
  void filesOfProcAreReadThoughTheirSizeSaysZero() {
    assertThat(files.getText("/proc/self/status")).contains("Name:\tagent");
  }

  @Test
  void whatDoesNotFitIntoMemoryIsRefused() throws IOException {
    Path large = directory.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength((65L << 20) + 1);
    }

    assertThatThrownBy(() -> files.get(large.toString()))
        .isInstanceOf(GuestFileException.class)
        .hasMessageContaining("over 64 MiB");
    files.get(large.toString(), directory.resolve("back"));
    assertThat(directory.resolve("back")).hasSize((65L << 20) + 1);
  }

  @Test
  void aHostFileThatCannotBeWrittenIsTheHarnesssFault() {
    files.putText(there("file"), "text");

    assertThatThrownBy(() -> files.get(there("file"), directory.resolve("no/such/dir")))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("no/such/dir");
    assertThatThrownBy(() -> files.get(there("file"), Path.of("/dev/full/x")))
        .isInstanceOf(InfrastructureException.class);
  }

  @Test
  void filesAndFloodsGoOnTogether() {
    byte[] content = random(4 << 20);
    try (RunningCommand flood =
        agent.client().start(Command.of("cat", "/dev/zero").outputLimit(100))) {
      CompletableFuture<?>[] transfers =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      CompletableFuture.runAsync(
                          () -> {
                            files.put(there("f" + i), content);
                            assertThat(files.get(there("f" + i))).isEqualTo(content);
                          }))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(transfers).join();
      assertThat(flood.isRunning()).isTrue();
    }
  }
}
