// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames over a socket: one thread that always reads, and writes what it is given when the guest
 * takes it. Holds at most about 1 MiB of what the guest does not take. Thread-safe.
 */
final class AgentChannel implements AutoCloseable {
  /** Receiver of what happens on the channel; called by its thread. */
  interface Receiver {
    /** A whole frame arrived. */
    void received(Frame frame);

    /** More than {@link #GARBAGE_LIMIT} bytes in a row were no frames. */
    void overwhelmed();

    /** The channel ended; called once, last. */
    void ended(String why);
  }

  /** After so many bytes of garbage in a row, nothing good is to come. */
  static final long GARBAGE_LIMIT = 8L << 20;

  private static final long QUEUE_LIMIT = 1L << 20;

  private final SocketChannel socket;
  private final Selector selector;
  private final Receiver receiver;
  private final Thread thread;
  private final FrameDecoder decoder = new FrameDecoder();
  private final AtomicBoolean rescan = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Deque<ByteBuffer> queue = new ArrayDeque<>();
  private long queued;
  private volatile boolean closed;
  private volatile long skipped;
  private volatile String skippedHead = "";

  AgentChannel(String guest, SocketChannel socket, Receiver receiver) throws IOException {
    this.socket = socket;
    this.receiver = receiver;
    this.selector = Selector.open();
    socket.configureBlocking(false);
    socket.register(selector, SelectionKey.OP_READ);
    this.thread = new Thread(this::loop, "agent-" + guest);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Gives frames to the channel, in one piece.
   *
   * @return false when the guest took nothing for {@code patience}, or the channel is closed
   */
  boolean send(List<Frame> frames, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    List<ByteBuffer> encoded = frames.stream().map(FrameEncoder::encode).toList();
    lock.lockInterruptibly();
    try {
      while (queued > QUEUE_LIMIT && !closed) {
        if (left <= 0) {
          return false;
        }
        left = room.awaitNanos(left);
      }
      if (closed) {
        return false;
      }
      for (ByteBuffer bytes : encoded) {
        queue.add(bytes);
        queued += bytes.remaining();
      }
    } finally {
      lock.unlock();
    }
    selector.wakeup();
    return true;
  }

  /** Whether it takes no more frames. */
  boolean isClosed() {
    return closed;
  }

  /** Sends raw bytes if nothing else waits to be sent. */
  void sendIfIdle(ByteBuffer bytes) {
    lock.lock();
    try {
      if (queue.isEmpty() && !closed) {
        queue.add(bytes);
        queued += bytes.remaining();
      }
    } finally {
      lock.unlock();
    }
    selector.wakeup();
  }

  /** Makes the reader give up a frame whose rest does not come. */
  void rescan() {
    rescan.set(true);
    selector.wakeup();
  }

  /** Bytes received that were no frames. */
  long skippedBytes() {
    return skipped;
  }

  /** The first of them, in hexadecimal. */
  String skippedHead() {
    return skippedHead;
  }

  /** Ends the channel; {@link Receiver#ended} is still called, by the channel's thread. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }

  /** Waits until the thread is gone; must not be called by it. */
  void join(Duration limit) throws InterruptedException {
    if (Thread.currentThread() != thread) {
      TimeUnit.NANOSECONDS.timedJoin(thread, limit.toNanos());
    }
  }

  private void loop() {
    String why = "it was closed";
    try (selector;
        socket) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
      while (!closed) {
        boolean waiting = writeQueued();
        socket
            .keyFor(selector)
            .interestOps(SelectionKey.OP_READ | (waiting ? SelectionKey.OP_WRITE : 0));
        selector.select();
        selector.selectedKeys().clear();
        if (rescan.getAndSet(false)) {
          decoder.rescan(receiver::received);
        }
        if (socket.read(buffer.clear()) < 0) {
          why = "its other end was closed";
          break;
        }
        decode(buffer.flip());
      }
    } catch (IOException e) {
      why = String.valueOf(e.getMessage());
    } finally {
      closed = true;
      wakeSenders();
      receiver.ended(why);
    }
  }

  private void decode(ByteBuffer received) {
    decoder.decode(
        received,
        frame -> {
          // Whoever gets the frame may ask what stood before it.
          noteSkipped();
          receiver.received(frame);
        });
    if (noteSkipped() && decoder.skippedInARow() > GARBAGE_LIMIT) {
      receiver.overwhelmed();
    }
  }

  /** Whether more bytes were skipped. */
  private boolean noteSkipped() {
    if (decoder.skippedBytes() == skipped) {
      return false;
    }
    skippedHead = decoder.skippedHead();
    skipped = decoder.skippedBytes();
    return true;
  }

  /** Writes what the socket takes; whether something is left. */
  private boolean writeQueued() throws IOException {
    lock.lock();
    try {
      for (ByteBuffer first = queue.peek(); first != null; first = queue.peek()) {
        queued -= socket.write(first);
        if (first.hasRemaining()) {
          return true;
        }
        queue.remove();
      }
      return false;
    } finally {
      room.signalAll();
      lock.unlock();
    }
  }

  private void wakeSenders() {
    lock.lock();
    try {
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
