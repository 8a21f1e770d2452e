// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The content of a capture, in memory.
 *
 * <p>Reads pcapng and classic pcap, of either byte order: all sections and interfaces with their
 * own clocks, enhanced, simple and old packets, statistics and journal entries. Other blocks are
 * passed over.
 *
 * @param application name and version of the writer, empty when absent
 * @param comment comment of the first section, empty when absent
 * @param interfaces in the order of the file
 * @param frames in the order of the file
 * @param events journal entries, such as a cut of the wire
 * @param statistics counts, as they were written; the last of an interface stands
 * @param gaps parts of the file that can't be read: where it is cut off, blocks that are damaged
 */
public record CaptureFile(
    String application,
    String comment,
    List<CaptureInterface> interfaces,
    List<CapturedFrame> frames,
    List<Event> events,
    List<Statistics> statistics,
    List<String> gaps) {
  public CaptureFile {
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(comment, "comment");
    interfaces = List.copyOf(interfaces);
    frames = List.copyOf(frames);
    events = List.copyOf(events);
    statistics = List.copyOf(statistics);
    gaps = List.copyOf(gaps);
  }

  /** Something that happened to the wire. */
  public record Event(Instant time, String message) {
    public Event {
      Objects.requireNonNull(time, "time");
      Objects.requireNonNull(message, "message");
    }
  }

  /**
   * Counts of an interface.
   *
   * @param of the interface
   * @param received frames that crossed
   * @param dropped those of them that are not in the file
   * @param comment why, when that is known
   */
  public record Statistics(
      CaptureInterface of, OptionalLong received, OptionalLong dropped, Optional<String> comment) {
    public Statistics {
      Objects.requireNonNull(of, "of");
      Objects.requireNonNull(received, "received");
      Objects.requireNonNull(dropped, "dropped");
      Objects.requireNonNull(comment, "comment");
    }
  }

  /**
   * Reads a stream to its end. What was whole is read of one that is cut off; {@link #gaps} tells.
   *
   * @param name of the file, for messages
   * @throws CaptureFormatException when it is no capture, or has frames of a link type that is not
   *     read
   * @throws IOException when the stream can't be read
   */
  public static CaptureFile read(String name, InputStream in) throws IOException {
    CaptureInput input = new CaptureInput(name, in);
    byte[] magic = input.read(4);
    if (PcapngReader.begins(magic)) {
      return new PcapngReader(input).read();
    }
    if (PcapReader.begins(magic)) {
      return new PcapReader(input, magic).read();
    }
    throw input.refused(
        magic.length == 0
            ? "is empty"
            : "is neither pcapng nor pcap: its first byte is "
                + String.format("0x%02x", magic[0] & 0xff));
  }

  /** Writes all but the gaps as pcapng: one section with times in nanoseconds. */
  public void write(OutputStream out) throws IOException {
    new CaptureEncoder(this).pcapng(out);
  }

  /**
   * Writes the frames as classic pcap, little-endian with times in nanoseconds.
   *
   * @throws IllegalArgumentException when the interfaces are of several link types, for which that
   *     format has no room
   */
  public void writePcap(OutputStream out) throws IOException {
    new CaptureEncoder(this).pcap(out);
  }

  /** The frames that one NIC sent. */
  public List<CapturedFrame> framesFrom(String host, String nic) {
    return frames.stream().filter(f -> f.nic().name().equals(host + "/" + nic)).toList();
  }
}
