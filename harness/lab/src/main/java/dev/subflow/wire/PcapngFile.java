// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.topology.MacAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a capture file holds, read into memory.
 *
 * <p>Reads what {@link Capture} writes and what Wireshark's tools make of it: one section, Ethernet
 * interfaces, enhanced packets, statistics and journal entries; other blocks are passed over.
 *
 * @param application name and version of the writer, empty when absent
 * @param comment comment of the section, empty when absent
 * @param interfaces in the order of their numbers
 * @param frames in the order of the file
 * @param events journal entries, such as a cut of the wire
 * @param statistics counts, as they were written; the last of an interface stands
 */
public record PcapngFile(
    String application,
    String comment,
    List<Interface> interfaces,
    List<Frame> frames,
    List<Event> events,
    List<Statistics> statistics) {
  public PcapngFile {
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(comment, "comment");
    interfaces = List.copyOf(interfaces);
    frames = List.copyOf(frames);
    events = List.copyOf(events);
    statistics = List.copyOf(statistics);
  }

  /** A NIC on the wire: {@code host/nic}, what is said of it, and its address where that is. */
  public record Interface(String name, String description, Optional<MacAddress> mac) {
    public Interface {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(description, "description");
      Objects.requireNonNull(mac, "mac");
    }
  }

  /**
   * A frame, with the NIC that sent it.
   *
   * @param time when it crossed the wire
   * @param from interface name
   * @param bytes from the destination address on; read-only, a new view on each call
   * @param comment absent unless some tool added one
   */
  public record Frame(Instant time, String from, ByteBuffer bytes, Optional<String> comment) {
    public Frame {
      Objects.requireNonNull(time, "time");
      Objects.requireNonNull(from, "from");
      bytes = bytes.asReadOnlyBuffer();
      Objects.requireNonNull(comment, "comment");
    }

    @Override
    public ByteBuffer bytes() {
      return bytes.duplicate();
    }
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
   * @param of interface name
   * @param received frames that crossed
   * @param dropped those of them that are not in the file
   * @param comment why, when that is known
   */
  public record Statistics(
      String of, OptionalLong received, OptionalLong dropped, Optional<String> comment) {
    public Statistics {
      Objects.requireNonNull(of, "of");
      Objects.requireNonNull(received, "received");
      Objects.requireNonNull(dropped, "dropped");
      Objects.requireNonNull(comment, "comment");
    }
  }

  /**
   * Reads a file that nobody writes; {@link Capture#read} is for the others.
   *
   * @throws IOException when it can't be read or is not whole pcapng blocks
   */
  public static PcapngFile read(Path file) throws IOException {
    return new PcapngParser(file.toString(), ByteBuffer.wrap(Files.readAllBytes(file))).parse();
  }

  /** Reads the beginning of a file, which is whole blocks, while more of it is written. */
  static PcapngFile read(Path file, long bytes) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] whole = in.readNBytes(Math.toIntExact(bytes));
      return new PcapngParser(file.toString(), ByteBuffer.wrap(whole)).parse();
    }
  }

  /** The frames that one NIC sent. */
  public List<Frame> framesFrom(String host, String nic) {
    return frames.stream().filter(f -> f.from().equals(host + "/" + nic)).toList();
  }
}
