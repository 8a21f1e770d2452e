// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The captures of real guests in the test resources. */
public final class TraceFixtures {
  private TraceFixtures() {}

  /** All of them. */
  public static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.walk(root())) {
      return files.filter(f -> f.toString().endsWith(".pcapng")).sorted().toList();
    }
  }

  /** One, such as {@code 7.3.4-6.15/backup-join.path2}, read. */
  public static PacketTrace read(String name) throws IOException {
    return TestPcapng.trace(root().resolve(name + ".pcapng"));
  }

  private static Path root() {
    try {
      return Path.of(Objects.requireNonNull(TraceFixtures.class.getResource("/captures")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
