// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.TcpEnd;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Measure of what one host sent to the other over one connection, by the clock of the wires.
 *
 * <p>Captures of wires have frames when they get across, so times are those of their arrival, and
 * what was lost on the way is not there: bytes that arrive again were sent again for nothing, and
 * those that arrive late were lost before, or overtaken. Of a connection through a router, give the
 * wires on one side of it: each frame counts. Times are from the first SYN on. All is 0 where
 * nothing arrived.
 *
 * @param from end of the first subflow that sends
 * @param to its other end
 * @param isMptcp whether it was MPTCP to the end; where it is TCP, or fell back to it, the first
 *     subflow alone is measured
 * @param bytes of payload that became complete at the receiver, without those that were skipped
 * @param began when the first of them arrived
 * @param ended when the last of them arrived
 * @param stall the longest time in which nothing became complete at the receiver, from its first
 *     byte to its last, whatever the cause; a sender with nothing to send stalls as well
 * @param stalled when that began
 * @param blocked the longest time in which bytes waited at the receiver for earlier ones
 * @param paths subflows, in the order of their SYNs
 * @param frameBytes of whole frames of the connection, by the NIC that sent them, both ways
 */
public record Transfer(
    TcpEnd from,
    TcpEnd to,
    boolean isMptcp,
    long bytes,
    Duration began,
    Duration ended,
    Duration stall,
    Duration stalled,
    Duration blocked,
    List<Path> paths,
    Map<String, Long> frameBytes) {
  public Transfer {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    paths = List.copyOf(paths);
    frameBytes = Map.copyOf(frameBytes);
  }

  /**
   * What one subflow carried of it.
   *
   * @param from end that sends
   * @param to the other
   * @param payload bytes of payload in its segments, all of them
   * @param first bytes of data that this subflow was the first to bring
   * @param again bytes of data that had arrived before, over this subflow or another
   * @param repeated those among them that this subflow itself had brought, by the same sequence
   *     numbers: retransmissions of TCP for nothing
   * @param late bytes that came behind later ones of the subflow, as what was lost and sent again
   *     does
   * @param began when it brought new data for the first time; empty when it never did
   * @param ended when it did for the last time
   */
  public record Path(
      TcpEnd from,
      TcpEnd to,
      long payload,
      long first,
      long again,
      long repeated,
      long late,
      Optional<Duration> began,
      Optional<Duration> ended) {
    public Path {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(began, "began");
      Objects.requireNonNull(ended, "ended");
    }

    /** Bytes of data that had arrived before, sent anew by the connection and not by TCP. */
    public long reinjected() {
      return Math.max(0, again - repeated);
    }

    /** Whether one of its ends has an address. */
    public boolean isOn(InetAddress address) {
      return from.address().equals(address) || to.address().equals(address);
    }

    /** One line. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s > %s: first %d, again %d (by TCP %d), late %d of %d bytes of payload%s",
          from,
          to,
          first,
          again,
          repeated,
          late,
          payload,
          began.map(b -> ", from " + seconds(b) + " to " + seconds(ended.orElse(b))).orElse(""));
    }
  }

  /** Time from the arrival of its first byte to that of its last. */
  public Duration carrying() {
    return ended.minus(began);
  }

  /** Bits of payload per second from its first byte to its last; 0 when both came at once. */
  public double goodput() {
    return carrying().isZero() ? 0 : bytes * 8 / inSeconds(carrying());
  }

  /** Bytes of data that arrived more than once, each time after the first, over all subflows. */
  public long again() {
    return sum(Path::again);
  }

  /** {@link #again} as a share of the payload that arrived first; 0 where there is none. */
  public double againShare() {
    return share(again(), sum(Path::first));
  }

  /** Share of the payload that was first brought by the subflows with an address, 0 to 1. */
  public double shareOf(InetAddress address) {
    return share(
        paths.stream().filter(path -> path.isOn(address)).mapToLong(Path::first).sum(),
        sum(Path::first));
  }

  /** Bytes of whole frames that all NICs sent for each byte of payload; 0 without payload. */
  public double frameBytesPerByte() {
    return share(frameBytes.values().stream().mapToLong(Long::longValue).sum(), bytes);
  }

  /** As {@link #frameBytesPerByte()}, of one NIC, {@code host/nic}; 0 where it sent nothing. */
  public double frameBytesPerByte(String nic) {
    return share(frameBytes.getOrDefault(nic, 0L), bytes);
  }

  private long sum(ToLongFunction<Path> part) {
    return paths.stream().mapToLong(part).sum();
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f s", inSeconds(time));
  }

  private static double inSeconds(Duration time) {
    // Not toNanos(): times of a damaged capture may be centuries apart.
    return time.getSeconds() + time.getNano() / 1e9;
  }

  /** All of it, some lines. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s > %s %s: %d bytes from %s to %s after the SYN, %.0f bit/s\n",
            from,
            to,
            isMptcp ? "MPTCP" : "TCP",
            bytes,
            seconds(began),
            seconds(ended),
            goodput()));
    text.append(
        String.format(
            Locale.ROOT,
            "longest stall %s, from %s on; bytes waited for earlier ones up to %s\n",
            seconds(stall),
            seconds(stalled),
            seconds(blocked)));
    text.append(
        String.format(
            Locale.ROOT,
            "again %d bytes, %.1f %%; %.3f bytes of frames per byte\n",
            again(),
            againShare() * 100,
            frameBytesPerByte()));
    paths.forEach(path -> text.append(path).append('\n'));
    new TreeMap<>(frameBytes)
        .forEach((nic, sent) -> text.append(nic).append(": ").append(sent).append(" bytes\n"));
    return text.toString().stripTrailing();
  }
}
