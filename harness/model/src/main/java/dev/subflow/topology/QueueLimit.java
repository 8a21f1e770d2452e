// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

/**
 * Limit of frames that wait for the rate of a wire; a frame that finds either bound reached is
 * dropped.
 *
 * <p>A single frame always finds room in an empty queue.
 *
 * @param frames 1 and more; the frame that is being sent counts
 * @param bytes 1 to 64 MiB
 */
public record QueueLimit(int frames, long bytes) {
  /** 64 MiB. */
  public static final long MAX_BYTES = 64L << 20;

  public QueueLimit {
    if (frames < 1 || bytes < 1 || bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a queue of "
              + frames
              + " frames and "
              + bytes
              + " bytes is not possible; give at least 1 frame and 1 to "
              + MAX_BYTES
              + " bytes");
    }
  }

  /** A bound in frames alone. */
  public static QueueLimit frames(int frames) {
    return new QueueLimit(frames, MAX_BYTES);
  }

  /** A bound in bytes alone. */
  public static QueueLimit bytes(long bytes) {
    return new QueueLimit(Integer.MAX_VALUE, bytes);
  }

  @Override
  public String toString() {
    return (frames == Integer.MAX_VALUE ? "" : frames + " frames")
        + (frames < Integer.MAX_VALUE && bytes < MAX_BYTES ? ", " : "")
        + (bytes < MAX_BYTES ? bytes + " bytes" : "");
  }
}
