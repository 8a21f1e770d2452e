// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real agent as a process of this machine, and a client that speaks to it. */
final class HostAgent implements AutoCloseable {
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private final Path directory;
  private final Process process;
  private final AgentClient client;

  private HostAgent(Path directory, Process process, AgentClient client) {
    this.directory = directory;
    this.process = process;
    this.client = client;
  }

  static HostAgent start(CommandListener listener, String... options) {
    HostAgent agent = connect(listener, new byte[0], options);
    agent.client.handshake(HANDSHAKE);
    return agent;
  }

  /** An agent that was not spoken to yet, except for some bytes that are no frames. */
  static HostAgent connect(CommandListener listener, byte[] garbage, String... options) {
    Path program = AgentSources.agent();
    try {
      Path directory = Files.createTempDirectory("agent");
      Path path = directory.resolve("agent.sock");
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(path));
        List<String> argv =
            new ArrayList<>(List.of(program.toString(), "--socket", path.toString()));
        argv.addAll(Arrays.asList(options));
        Process process = new ProcessBuilder(argv).inheritIO().start();
        SocketChannel channel = server.accept();
        channel.write(ByteBuffer.wrap(garbage));
        return new HostAgent(directory, process, AgentClient.open("host", channel, listener));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AgentClient client() {
    return client;
  }

  Process process() {
    return process;
  }

  /** Kills the agent, and what it runs, which would outlive it. */
  void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    client.close();
    try {
      // Without its socket it kills what it runs, and ends.
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      Files.deleteIfExists(directory.resolve("agent.sock"));
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
