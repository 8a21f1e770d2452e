// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.capture.CaptureFile;
import dev.subflow.capture.CaptureInterface;
import dev.subflow.capture.PacketTrace;
import dev.subflow.capture.PcapngBlocks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running capture of one wire into a pcapng file.
 *
 * <p>Each frame is recorded once, on the interface of the NIC that sent it, when it gets across: as
 * middleboxes and impairments let it out, without what is lost to them or to a cut. On a segment
 * that is where the switch gets it, so what the {@code to} of a receiver does is not seen. Times
 * are those of the wire's thread, which may see a frame some 100 µs late under load. What is done
 * to the wire becomes a journal entry, which tshark shows between the frames. The file is readable
 * at any moment, also after a crash; recorded frames reach it within about 100 ms, or with {@link
 * #flush}. Thread-safe.
 */
public final class Capture implements AutoCloseable {
  /** 256 MiB. */
  public static final long DEFAULT_MAX_BYTES = 256L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
  private static final long MIN_MAX_BYTES = 64 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path file;
  private final WireLoop loop;
  private final CaptureWriter writer;
  private final CaptureTap tap;
  private final WallClock clock;
  private Runnable onClose = () -> {};
  private boolean closed;

  private Capture(Path file, WireLoop loop, CaptureWriter writer, CaptureTap tap, WallClock clock) {
    this.file = file;
    this.loop = loop;
    this.writer = writer;
    this.tap = tap;
    this.clock = clock;
  }

  static Capture open(
      Path file,
      long maxBytes,
      LongPredicate allowed,
      WireLoop loop,
      CaptureLabels labels,
      WallClock clock)
      throws IOException {
    if (maxBytes < MIN_MAX_BYTES) {
      throw new IllegalArgumentException(
          "a capture of at most " + maxBytes + " bytes is of no use; give " + MIN_MAX_BYTES);
    }
    ByteBuffer header = header(labels);
    int headerBytes = header.remaining();
    int ports = labels.interfaces().size();
    CaptureWriter writer = new CaptureWriter(file, ports, header);
    CaptureTap tap =
        new CaptureTap(
            file.toString(), loop, writer, ports, clock.nanos(), headerBytes, maxBytes, allowed);
    return new Capture(file, loop, writer, tap, clock);
  }

  private static ByteBuffer header(CaptureLabels labels) {
    int room = 4096;
    for (CaptureInterface nic : labels.interfaces()) {
      room += PcapngBlocks.interfaceBytes(nic);
    }
    ByteBuffer header = ByteBuffer.allocate(room).order(ByteOrder.LITTLE_ENDIAN);
    PcapngBlocks.sectionHeader(header, labels.application(), labels.comment());
    labels.interfaces().forEach(nic -> PcapngBlocks.interfaceDescription(header, nic));
    return header.flip();
  }

  CaptureTap tap() {
    return tap;
  }

  void onClose(Runnable action) {
    onClose = action;
  }

  /** The file that is written. */
  public Path file() {
    return file;
  }

  /**
   * Returns when every frame that has crossed the wire so far is in the file; at once when the
   * capture has ended.
   *
   * @throws IOException when the file can't be written
   */
  public synchronized void flush() throws IOException {
    if (!closed) {
      loop.run(tap::handOver);
      writer.await(PATIENCE);
    }
  }

  /**
   * Everything that has crossed the wire so far, as a file; frames go on to cross it.
   *
   * <p>Reads all of the file into memory. What is missing from it is told by {@link
   * #droppedFrames}.
   *
   * @throws IOException when the file can't be written or read, or has ended at the limit of the
   *     run's evidence
   */
  public CaptureFile read() throws IOException {
    flush();
    if (loop.call(tap::isRefused)) {
      throw new IOException(
          "capture "
              + file
              + " is incomplete: the evidence of this run has reached its limit, which is to be"
              + " raised (-Dsubflow.evidence.max=SIZE)");
    }
    try (InputStream in = Files.newInputStream(file)) {
      // Behind the whole blocks more may be written now.
      byte[] whole = in.readNBytes(Math.toIntExact(writer.wholeBytes()));
      return CaptureFile.read(file.toString(), new ByteArrayInputStream(whole));
    }
  }

  /**
   * Everything that has crossed the wire so far, in order; frames go on to cross it.
   *
   * @throws IOException when the file can't be written or read
   */
  public PacketTrace trace() throws IOException {
    CaptureFile whole = read();
    return PacketTrace.of(whole, droppedFrames());
  }

  /** Frames that crossed the wire and are not in the file; 0 in a complete capture. */
  public long droppedFrames() {
    return loop.call(tap::dropped);
  }

  /** Ends the capture; what is wrong with the file is logged. Closing twice has no effect. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    loop.run(
        () -> {
          onClose.run();
          tap.finish(clock.nanos());
        });
    try {
      writer.close(PATIENCE);
    } catch (IOException e) {
      LOG.warn("{}", e.getMessage());
    }
  }
}
