// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** An agent that answers what a test tells it, and the link that speaks to it. */
final class ScriptedAgent implements AutoCloseable {
  private final SocketChannel channel;
  private final AgentLink link;
  private final FrameDecoder decoder = new FrameDecoder();
  private final Deque<Frame> received = new ArrayDeque<>();

  private ScriptedAgent(SocketChannel channel, AgentLink link) {
    this.channel = channel;
    this.link = link;
  }

  static ScriptedAgent start(Path folder) {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("agent"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      SocketChannel own = SocketChannel.open(address);
      AgentLink link = new AgentLink("client", server.accept());
      link.start();
      return new ScriptedAgent(own, link);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AgentLink link() {
    return link;
  }

  /** The next frame that the harness sends. */
  Frame next() {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try {
      while (received.isEmpty()) {
        if (channel.read(buffer.clear()) < 0) {
          throw new EOFException("the harness has closed the channel");
        }
        decoder.decode(buffer.flip(), received::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return received.remove();
  }

  void answer(FrameType type, int id, byte[] payload) {
    raw(FrameEncoder.encode(Frame.of(type, id, payload)));
  }

  void answer(FrameType type, int id, int number) {
    answer(type, id, ByteBuffer.allocate(4).putInt(number).array());
  }

  void refuse(int id, int errno, String why) {
    byte[] text = why.getBytes(StandardCharsets.UTF_8);
    answer(
        FrameType.ERROR, id, ByteBuffer.allocate(5 + text.length).putInt(errno).put(text).array());
  }

  void raw(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void hangUp() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    link.close();
    hangUp();
  }
}
