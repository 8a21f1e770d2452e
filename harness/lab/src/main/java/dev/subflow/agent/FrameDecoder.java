// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds frames in a stream that may hold anything else too: log noise, garbage, the middle of a
 * frame. Holds at most two frames' worth of bytes. Not thread-safe.
 */
final class FrameDecoder {
  private static final int SHOWN = 32;

  private final byte[] data = new byte[2 * (FrameHeader.SIZE + Frame.MAX_PAYLOAD)];
  private final ByteBuffer view = ByteBuffer.wrap(data);
  private final byte[] firstSkipped = new byte[SHOWN];
  private int head;
  private int tail;
  private long skipped;
  private long skippedInARow;

  /** Consumes all of {@code input} and hands on every whole frame in it, in order. */
  public void decode(ByteBuffer input, Consumer<Frame> frames) {
    while (input.hasRemaining()) {
      makeRoom();
      int n = Math.min(input.remaining(), data.length - tail);
      input.get(data, tail, n);
      tail += n;
      drain(frames);
    }
  }

  /**
   * Gives up the frame it waits to complete, and looks for others in what is there: the way out
   * when the rest of a frame was lost, as in a machine restored from a snapshot.
   */
  public void rescan(Consumer<Frame> frames) {
    if (head < tail) {
      skip(1);
      drain(frames);
    }
  }

  /** Bytes so far that were no part of a frame. */
  public long skippedBytes() {
    return skipped;
  }

  /** Bytes skipped since the last whole frame. */
  public long skippedInARow() {
    return skippedInARow;
  }

  /** The first bytes that were skipped, in hexadecimal; empty when there were none. */
  public String skippedHead() {
    int n = (int) Math.min(skipped, SHOWN);
    return HexFormat.ofDelimiter(" ").formatHex(Arrays.copyOf(firstSkipped, n));
  }

  private void makeRoom() {
    if (data.length - tail < data.length / 4) {
      System.arraycopy(data, head, data, 0, tail - head);
      tail -= head;
      head = 0;
    }
  }

  private void drain(Consumer<Frame> frames) {
    for (Optional<Frame> frame = next(); frame.isPresent(); frame = next()) {
      skippedInARow = 0;
      frames.accept(frame.get());
    }
    if (head == tail) {
      head = 0;
      tail = 0;
    }
  }

  private Optional<Frame> next() {
    while (findMagic()) {
      int available = tail - head;
      if (available < FrameHeader.SIZE) {
        return Optional.empty();
      }
      int length = view.getInt(head + FrameHeader.LENGTH_AT);
      boolean plausible =
          length >= 0
              && length <= Frame.MAX_PAYLOAD
              && view.getShort(head + FrameHeader.CHECK_AT) == FrameHeader.check(data, head);
      if (plausible) {
        if (available < FrameHeader.SIZE + length) {
          return Optional.empty();
        }
        if (view.getInt(head + FrameHeader.CRC_AT) == FrameHeader.crc(data, head, length)) {
          Optional<FrameType> type = FrameType.of(view.get(head + FrameHeader.TYPE_AT) & 0xff);
          if (type.isPresent()) {
            return Optional.of(take(type.get(), length));
          }
        }
      }
      skip(1);
    }
    return Optional.empty();
  }

  private Frame take(FrameType type, int length) {
    int start = head + FrameHeader.SIZE;
    Frame frame =
        new Frame(
            type,
            view.getInt(head + FrameHeader.ID_AT),
            (view.get(head + FrameHeader.FLAGS_AT) & FrameHeader.FLAG_MORE) != 0,
            Arrays.copyOfRange(data, start, start + length));
    head = start + length;
    return frame;
  }

  /** Moves to the next place where a frame may begin; false when there is none. */
  private boolean findMagic() {
    while (head < tail) {
      int at = head;
      while (at < tail && data[at] != FrameHeader.FIRST_BYTE) {
        at++;
      }
      skip(at - head);
      if (head == tail) {
        return false;
      }
      if (tail - head < Integer.BYTES || view.getInt(head) == FrameHeader.MAGIC) {
        return true;
      }
      skip(1);
    }
    return false;
  }

  private void skip(int n) {
    for (int i = 0; i < n && skipped + i < SHOWN; i++) {
      firstSkipped[(int) skipped + i] = data[head + i];
    }
    head += n;
    skipped += n;
    skippedInARow += n;
  }
}
