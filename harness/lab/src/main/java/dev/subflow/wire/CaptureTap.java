// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.capture.PcapngBlocks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns frames into pcapng blocks as they cross a wire. Used by the wire's loop only. */
final class CaptureTap {
  private static final Logger LOG = LoggerFactory.getLogger(CaptureTap.class);

  // A busy disk slows the wires down by this much once; then frames are dropped, and counted.
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final Duration FLUSH = Duration.ofMillis(100);
  private static final int STATISTICS_BYTES = 512;

  private final String file;
  private final WireLoop loop;
  private final CaptureWriter writer;
  private final long firstNanos;
  private final long[] received;
  private final long[] dropped;
  private final long maxBytes;
  private final LongPredicate allowed;
  private long bytes;
  private boolean refused;
  private @Nullable CaptureChunk chunk;
  private boolean overrun;
  private boolean limited;
  private boolean flushDue;

  CaptureTap(
      String file,
      WireLoop loop,
      CaptureWriter writer,
      int ports,
      long firstNanos,
      long headerBytes,
      long maxBytes,
      LongPredicate allowed) {
    this.file = file;
    this.loop = loop;
    this.writer = writer;
    this.firstNanos = firstNanos;
    received = new long[ports];
    dropped = new long[ports];
    bytes = headerBytes;
    this.maxBytes = maxBytes - (long) ports * STATISTICS_BYTES;
    this.allowed = allowed;
  }

  /** Records a run of whole frames, each once. */
  void frames(int port, ByteBuffer framed, int start, int end, long nanos) {
    int at = start;
    while (at < end) {
      int length = framed.getInt(at);
      at += Framing.LENGTH_BYTES;
      received[port]++;
      CaptureChunk into = room(PcapngBlocks.PACKET_OVERHEAD + PcapngBlocks.padded(length), nanos);
      if (into == null) {
        dropped[port]++;
      } else {
        PcapngBlocks.packet(into.blocks(), port, nanos, framed, at, length);
        into.count(port);
      }
      at += length;
    }
  }

  /** Records that something happened to the wire. */
  void event(String message, long nanos) {
    byte[] entry = PcapngBlocks.journalEntry(nanos, message);
    CaptureChunk into = room(PcapngBlocks.JOURNAL_OVERHEAD + entry.length, nanos);
    if (into != null) {
      PcapngBlocks.journal(into.blocks(), entry);
    }
  }

  private @Nullable CaptureChunk room(int needed, long nanos) {
    if (limited || writer.failure() != null) {
      return null;
    }
    if (bytes + needed > maxBytes) {
      limited = true;
      LOG.warn(
          "capture {} has reached its bound of {} bytes; later frames are counted, not recorded",
          file,
          maxBytes + (long) received.length * STATISTICS_BYTES);
      return null;
    }
    if (!allowed.test(needed)) {
      limited = true;
      refused = true;
      LOG.debug("capture {} ends here: the run may take no more of the disk", file);
      return null;
    }
    CaptureChunk into = chunkFor(needed);
    if (into == null) {
      if (!overrun) {
        LOG.warn("capture {}: the disk does not keep up; frames are missing from it", file);
      }
      overrun = true;
      return null;
    }
    bytes += needed;
    if (overrun) {
      overrun = false;
      statistics(into.blocks(), nanos, "frames were dropped here: the disk did not keep up");
    }
    return into;
  }

  private @Nullable CaptureChunk chunkFor(int needed) {
    CaptureChunk into = chunk;
    int wanted = needed + (overrun ? received.length * STATISTICS_BYTES : 0);
    if (into != null && into.blocks().remaining() >= wanted) {
      return into;
    }
    handOver();
    into = writer.chunk(overrun ? Duration.ZERO : PATIENCE);
    chunk = into;
    if (into != null && !flushDue) {
      flushDue = true;
      loop.schedule(FLUSH, this::flushNow);
    }
    return into;
  }

  private void flushNow() {
    flushDue = false;
    handOver();
  }

  /** Gives what was recorded so far to the writer. */
  void handOver() {
    CaptureChunk full = chunk;
    if (full != null) {
      chunk = null;
      writer.write(full);
    }
  }

  /** Adds the counts and hands over the rest. */
  void finish(long nanos) {
    String comment = limited ? "recording ended at the bound of the file's size" : "";
    comment = refused ? "recording ended at the bound of the run's evidence" : comment;
    if (writer.failure() == null) {
      handOver();
      // One above the bound: the counts matter most when the disk does not keep up.
      CaptureChunk last = new CaptureChunk(received.length);
      statistics(last.blocks(), nanos, comment);
      writer.write(last);
    }
    for (int port = 0; port < received.length; port++) {
      if (dropped(port) > 0) {
        LOG.warn(
            "capture {} lacks {} of {} frames of its interface {}",
            file,
            dropped(port),
            received[port],
            port);
      }
    }
  }

  private void statistics(ByteBuffer out, long nanos, String comment) {
    for (int port = 0; port < received.length; port++) {
      PcapngBlocks.statistics(out, port, firstNanos, nanos, received[port], dropped(port), comment);
    }
  }

  private long dropped(int port) {
    return dropped[port] + writer.lost(port);
  }

  /** Whether recording ended because the evidence of the run may take no more of the disk. */
  boolean isRefused() {
    return refused;
  }

  /** Frames that are not in the file, of all interfaces. */
  long dropped() {
    long sum = 0;
    for (int port = 0; port < dropped.length; port++) {
      sum += dropped(port);
    }
    return sum;
  }
}
