// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the tools printed in one real guest: two network namespaces, {@code client} and {@code
 * server}, joined by two veth pairs, after the same steps on every kernel and iproute2.
 *
 * <p>Ports of the server: 9734 on 0.0.0.0, 9735 on ::, 9736 on 10.0.1.2, and 9737 plain TCP. Each
 * of the client's seven connections has sent and received 10000 bytes; the one to 9737 fell back,
 * one of those to 9734 was opened as plain TCP, that to 9736 with checksums.
 */
record Fixture(Path folder) {
  static Stream<Fixture> all() {
    try (Stream<Path> folders = Files.list(root())) {
      return folders.filter(Files::isDirectory).sorted().map(Fixture::new).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    URL url = Objects.requireNonNull(Fixture.class.getResource("/fixtures"), "/fixtures");
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Output of a command, its spaces written as dashes. */
  String text(String command) {
    try {
      return Files.readString(folder.resolve(command + ".out"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All outputs of this guest whose name starts with a command. */
  List<String> texts(String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.startsWith(prefix))
          .sorted()
          .map(f -> text(f.substring(0, f.length() - ".out".length())))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SocketTable sockets(String command) {
    return SocketTable.parse(text(command));
  }

  SubflowTable subflows(String command) {
    return SubflowTable.parse(text(command));
  }

  boolean kernelIs(String version) {
    return name().startsWith(version + "-");
  }

  boolean iprouteIs(String version) {
    return name().endsWith("-" + version);
  }

  private String name() {
    return folder.getFileName().toString();
  }

  @Override
  public String toString() {
    return name();
  }
}
