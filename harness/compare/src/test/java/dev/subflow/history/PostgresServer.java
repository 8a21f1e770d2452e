// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A PostgreSQL of Debian's package, with a folder, a port of the loopback and a user of its own.
 */
final class PostgresServer implements AutoCloseable {
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
  private static final String PASSWORD = UUID.randomUUID().toString();

  private final Path folder;
  private final int port;
  private final Process process;
  private int databases;

  private PostgresServer(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Starts one; skips the test where there is none, or fails it where one is required. */
  static PostgresServer start() throws IOException, InterruptedException {
    Path bin = programs();
    Path folder = Files.createTempDirectory("subflow-postgresql-");
    if (isRoot()) {
      Files.setOwner(
          folder,
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }
    Path password = folder.resolve("password");
    Files.writeString(password, PASSWORD);
    if (isRoot()) {
      Files.setOwner(password, Files.getOwner(folder));
    }
    Path data = folder.resolve("data");
    Process made =
        start(
            folder,
            "initdb.log",
            bin.resolve("initdb").toString(),
            "--pgdata=" + data,
            "--username=subflow",
            "--auth=scram-sha-256",
            "--pwfile=" + password,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync");
    if (made.waitFor() != 0) {
      fail("initdb: " + Files.readString(folder.resolve("initdb.log")));
    }
    int port = freePort();
    Process process =
        start(
            folder,
            "server.log",
            bin.resolve("postgres").toString(),
            "-D",
            data.toString(),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "fsync=off",
            "-p",
            String.valueOf(port),
            "-k",
            folder.toString());
    PostgresServer server = new PostgresServer(folder, port, process);
    Awaitility.await("PostgreSQL on port " + port)
        .atMost(60, TimeUnit.SECONDS)
        .failFast("the server ended", () -> !process.isAlive())
        .ignoreExceptions()
        .until(
            () -> {
              server.execute("SELECT 1");
              return true;
            });
    return server;
  }

  private static Path programs() throws IOException {
    if (Files.isDirectory(INSTALLED)) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(INSTALLED)) {
        for (Path version : versions) {
          if (Files.isExecutable(version.resolve("bin/initdb"))) {
            return version.resolve("bin");
          }
        }
      }
    }
    String why = "no PostgreSQL in " + INSTALLED + "; install the package postgresql";
    if (Set.of(System.getProperty("subflow.require", "").split(",", -1)).contains("postgresql")) {
      fail(why + ", which -Dsubflow.require asks for");
    }
    return abort(why);
  }

  private static boolean isRoot() {
    return System.getProperty("user.name", "").equals("root");
  }

  /** Root may not run it, and it must not outlive this process. */
  private static Process start(Path folder, String log, String... words) throws IOException {
    List<String> line = new ArrayList<>(List.of("setpriv", "--pdeathsig", "TERM"));
    if (isRoot()) {
      line.addAll(List.of("--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    line.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(log).toFile());
    // Libraries of PostgreSQL obey these.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    return builder.start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A new, empty database, with the password in its URL. */
  String database() {
    String name = "h" + ++databases;
    execute("CREATE DATABASE " + name);
    return url(name, PASSWORD);
  }

  /** The URL of a database. */
  String url(String database, String password) {
    return "jdbc:postgresql://127.0.0.1:"
        + port
        + "/"
        + database
        + "?user=subflow&password="
        + password;
  }

  private void execute(String sql) {
    HistoryPlace place =
        HistoryPlace.of(
            java.util.Optional.of(url("postgres", PASSWORD)), java.util.Map.of(), folder);
    try (Connection connection = Drivers.connect(place);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
