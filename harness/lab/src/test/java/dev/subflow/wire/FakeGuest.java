// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;

/** Speaks QEMU's stream framing on a real unix socket, as a guest's NIC does. */
final class FakeGuest implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SocketChannel channel;
  private final Selector readable;
  private ByteBuffer in = ByteBuffer.allocate(256 << 10).limit(0);

  private FakeGuest(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    readable = Selector.open();
    channel.register(readable, SelectionKey.OP_READ);
  }

  static FakeGuest connect(Path socket) throws IOException {
    return new FakeGuest(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  static byte[] frame(String destination, String source, String payload) {
    byte[] text = payload.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(14 + text.length)
        .put(mac(destination))
        .put(mac(source))
        .putShort((short) 0x88b5)
        .put(text)
        .array();
  }

  static byte[] mac(String text) {
    return HexFormat.ofDelimiter(":").parseHex(text);
  }

  static ByteBuffer framed(byte[] frame) {
    return ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).flip();
  }

  void send(byte[] frame) throws IOException {
    sendRaw(framed(frame));
  }

  /** Writes bytes as they are, for as long as that takes. */
  void sendRaw(ByteBuffer bytes) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        if (System.nanoTime() - end > 0) {
          throw new IOException("the wire took nothing for " + PATIENCE);
        }
        Thread.onSpinWait();
      }
    }
  }

  /** Writes what is taken at once; returns the number of bytes. */
  int offer(ByteBuffer bytes) throws IOException {
    return channel.write(bytes);
  }

  /** The next frame. */
  byte[] receive() throws IOException {
    byte[] frame = poll(PATIENCE);
    if (frame.length == 0) {
      throw new IOException("no frame came within " + PATIENCE);
    }
    return frame;
  }

  /** The next frame, or an empty array when none comes in time. */
  byte[] poll(Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      if (in.remaining() >= 4 && in.remaining() >= 4 + in.getInt(in.position())) {
        byte[] frame = new byte[in.getInt()];
        in.get(frame);
        return frame;
      }
      in = in.compact();
      int read = channel.read(in);
      in = in.flip();
      if (read < 0) {
        throw new EOFException("the wire closed the connection");
      }
      if (read == 0) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return new byte[0];
        }
        readable.select(Math.max(1, left / 1_000_000));
        readable.selectedKeys().clear();
      }
    }
  }

  @Override
  public void close() throws IOException {
    readable.close();
    channel.close();
  }
}
