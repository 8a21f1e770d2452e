// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import dev.subflow.guest.ExitStatus;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * Answers of the agent, read from a frame's payload. Stateless.
 *
 * <p>Every method throws {@link IllegalArgumentException} when the payload is not of that form.
 */
final class Replies {
  private Replies() {}

  /**
   * The answer to a SYNC.
   *
   * @param nonce of the SYNC
   * @param version of the protocol
   * @param skipped bytes from the host that the agent could not read as frames
   * @param kernelRelease as {@code uname -r} prints it
   */
  public record SyncAck(long nonce, int version, long skipped, String kernelRelease) {}

  /** Why the agent refused or ended a request: an errno and a sentence. */
  public record Refusal(int errno, String message) {}

  /** A line of a CONFIGURE that failed, counted from 1. */
  public record FailedLine(int number, int errno, String reason) {}

  /** Reads a SYNC_ACK. */
  public static SyncAck syncAck(Frame frame) {
    return read(frame, in -> new SyncAck(in.getLong(), in.getInt(), in.getLong(), readString(in)));
  }

  /** Reads the process id of a STARTED. */
  public static int started(Frame frame) {
    return read(frame, ByteBuffer::getInt);
  }

  /** Reads an EXIT. */
  public static ExitStatus exit(Frame frame) {
    return read(
        frame, in -> in.get() == 0 ? ExitStatus.code(in.getInt()) : ExitStatus.signal(in.getInt()));
  }

  /** Reads an ERROR. */
  public static Refusal error(Frame frame) {
    return read(frame, in -> new Refusal(in.getInt(), readString(in)));
  }

  /** Reads the bytes that a WINDOW grants. */
  public static int window(Frame frame) {
    return read(frame, ByteBuffer::getInt);
  }

  /** Reads the DONE of a file. */
  public static Checksum fileDone(Frame frame) {
    return read(frame, in -> new Checksum(in.getLong(), Integer.toUnsignedLong(in.getInt())));
  }

  /** Reads the DONE of a CONFIGURE; empty when all went well. */
  public static List<FailedLine> configured(Frame frame) {
    return new String(frame.payload(), StandardCharsets.UTF_8)
        .lines()
        .map(Replies::failedLine)
        .toList();
  }

  // A line: 17 TAB 2 TAB opening /proc/sys/net/nope: No such file or directory
  private static FailedLine failedLine(String line) {
    String[] fields = line.split("\t", 3);
    if (fields.length != 3) {
      throw new IllegalArgumentException("\"" + line + "\" is not a failed line");
    }
    return new FailedLine(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]), fields[2]);
  }

  private static <T> T read(Frame frame, Function<ByteBuffer, T> reader) {
    try {
      return reader.apply(ByteBuffer.wrap(frame.payload()));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(frame + " is too short", e);
    }
  }

  private static String readString(ByteBuffer in) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte b = in.get(); b != 0; b = in.get()) {
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
