// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.opentest4j.TestAbortedException;

/** An image that behaves like the real one without any VM, made without a network. */
final class StubImage {
  static final String NAME = "subflow/virtme-stub:latest";

  private StubImage() {}

  /** The engine; its absence skips, unless it is required. */
  static Engine engine() {
    try {
      return Engine.find();
    } catch (UsageException e) {
      if (Set.of(System.getProperty("subflow.require", "").split(",", -1)).contains("docker")) {
        throw e;
      }
      throw new TestAbortedException(e.getMessage(), e);
    }
  }

  static void build(Engine engine, Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve("stub.c");
    try (InputStream in = StubImage.class.getResourceAsStream("stub.c")) {
      Files.copy(Objects.requireNonNull(in), source);
    }
    Process gcc =
        new ProcessBuilder("gcc", "-static", "-O1", "-o", "entrypoint.sh", "stub.c")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(gcc.waitFor()).as(said).isZero();
    Files.writeString(
        folder.resolve("Dockerfile"),
        "FROM scratch\nCOPY entrypoint.sh /entrypoint.sh\nENTRYPOINT [\"/entrypoint.sh\"]\n");
    engine
        .client()
        .buildImageCmd(folder.resolve("Dockerfile").toFile())
        .withBaseDirectory(folder.toFile())
        .withRemove(true)
        .withTags(Set.of(NAME))
        .exec(new BuildImageResultCallback())
        .awaitImageId();
  }
}
