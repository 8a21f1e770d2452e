// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import dev.subflow.guest.Command;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Requests of the harness to the agent, as frames. Stateless. */
final class Requests {
  /** Bytes of input a request may be sent before the agent grants more, 64 KiB. */
  public static final int INPUT_WINDOW = 64 << 10;

  /** The longest EXEC or CONFIGURE, 2 MiB. */
  public static final int MAX_REQUEST = 2 << 20;

  private static final int SYNC_FORGET = 1;
  private static final int EXEC_TTY = 1;
  private static final int EXEC_INPUT = 2;

  private Requests() {}

  /** Asks for a sign of life; {@code forget} ends what an earlier session left running. */
  public static Frame sync(int id, long nonce, boolean forget) {
    byte flags = (byte) (forget ? SYNC_FORGET : 0);
    return Frame.of(FrameType.SYNC, id, ByteBuffer.allocate(9).putLong(nonce).put(flags).array());
  }

  /**
   * Starts a program.
   *
   * @param input whether input follows; without it the program reads from {@code /dev/null}
   * @throws IllegalArgumentException when an argument has a NUL character, or all of them are over
   *     2 MiB
   */
  public static List<Frame> exec(int id, Command command, boolean input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int flags = (command.terminal().isPresent() ? EXEC_TTY : 0) | (input ? EXEC_INPUT : 0);
    out.writeBytes(
        ByteBuffer.allocate(13)
            .put((byte) flags)
            .putShort(command.terminal().map(t -> (short) t.columns()).orElse((short) 0))
            .putShort(command.terminal().map(t -> (short) t.rows()).orElse((short) 0))
            .putInt(command.argv().size())
            .putInt(command.env().size())
            .array());
    writeString(out, command.cwd().orElse(""));
    writeString(out, command.netns().orElse(""));
    command.argv().forEach(argument -> writeString(out, argument));
    for (Map.Entry<String, String> variable : command.env().entrySet()) {
      writeString(out, variable.getKey() + "=" + variable.getValue());
    }
    return fragments(FrameType.EXEC, id, out.toByteArray());
  }

  /** Sets up the machine; see {@code images/guest/agent/parse.h} for the lines. */
  public static List<Frame> configure(int id, String lines) {
    return fragments(FrameType.CONFIGURE, id, lines.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes for a program's standard input, or of a file. */
  public static Frame input(int id, byte[] bytes) {
    return Frame.of(FrameType.INPUT, id, bytes);
  }

  /** The end of a program's standard input. */
  public static Frame inputEnd(int id) {
    return Frame.of(FrameType.INPUT_END, id);
  }

  /** The end of a file. */
  public static Frame inputEnd(int id, Checksum checksum) {
    return Frame.of(FrameType.INPUT_END, id, checksum.encode());
  }

  /** Sends a signal to a program's process group. */
  public static Frame signal(int id, int number) {
    return Frame.of(FrameType.SIGNAL, id, ByteBuffer.allocate(4).putInt(number).array());
  }

  /** Tells a program's terminal a new size. */
  public static Frame resize(int id, int columns, int rows) {
    return Frame.of(
        FrameType.RESIZE,
        id,
        ByteBuffer.allocate(4).putShort((short) columns).putShort((short) rows).array());
  }

  /** Makes the agent forget a request and kill what it runs. */
  public static Frame close(int id) {
    return Frame.of(FrameType.CLOSE, id);
  }

  /** Begins to write a file. */
  public static Frame put(int id, String path, int mode) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(4).putInt(mode).array());
    writeString(out, path);
    return Frame.of(FrameType.PUT, id, out.toByteArray());
  }

  /** Reads a file. */
  public static Frame get(int id, String path) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writeString(out, path);
    return Frame.of(FrameType.GET, id, out.toByteArray());
  }

  /** Switches the machine off. */
  public static Frame powerOff(int id) {
    return Frame.of(FrameType.POWEROFF, id);
  }

  private static void writeString(ByteArrayOutputStream out, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("\"" + text + "\" has a NUL character");
    }
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    out.write(0);
  }

  private static List<Frame> fragments(FrameType type, int id, byte[] payload) {
    if (payload.length > MAX_REQUEST) {
      throw new IllegalArgumentException(
          "a request of " + payload.length + " bytes is over " + MAX_REQUEST);
    }
    List<Frame> frames = new ArrayList<>();
    int at = 0;
    do {
      int end = Math.min(payload.length, at + Frame.MAX_PAYLOAD);
      frames.add(new Frame(type, id, end < payload.length, Arrays.copyOfRange(payload, at, end)));
      at = end;
    } while (at < payload.length);
    return frames;
  }
}
