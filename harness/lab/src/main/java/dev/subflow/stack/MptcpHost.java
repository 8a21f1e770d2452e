// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import dev.subflow.guest.Guest;
import dev.subflow.mptcp.Connection;
import dev.subflow.mptcp.Counters;
import dev.subflow.mptcp.MptcpSocket;
import dev.subflow.mptcp.SocketTable;
import dev.subflow.mptcp.SubflowTable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A guest seen as an MPTCP host.
 *
 * <p>Each call asks the guest anew. A tool that fails is an assertion error with what the tool
 * said. Thread-safe.
 */
public final class MptcpHost {
  private final Tools tools;

  private MptcpHost(Tools tools) {
    this.tools = tools;
  }

  /** The MPTCP host that a guest is. */
  public static MptcpHost of(Guest guest) {
    return new MptcpHost(new Tools(guest, Optional.empty()));
  }

  /** The MPTCP host that a network namespace of this guest is. */
  public MptcpHost inNetns(String name) {
    return new MptcpHost(new Tools(tools.guest(), Optional.of(Objects.requireNonNull(name))));
  }

  /** The guest. */
  public Guest guest() {
    return tools.guest();
  }

  /** MPTCP sockets in any state: {@code ss -HOnaiM}. */
  public SocketTable sockets() {
    return SocketTable.parse(tools.output("ss", "-HOnaiM"));
  }

  /** MPTCP listeners with all details, as one asks by hand: {@code ss -HOnieMl}. */
  public SocketTable listening() {
    return SocketTable.parse(tools.output("ss", "-HOnieMl"));
  }

  /** TCP sockets, subflows among them, in any state but LISTEN: {@code ss -HOntie}. */
  public SubflowTable subflows() {
    return SubflowTable.parse(tools.output("ss", "-HOntie"));
  }

  /** MPTCP sockets by a command line of {@code ss} that includes {@code -M}. */
  public SocketTable ss(String... options) {
    String[] argv = new String[options.length + 1];
    argv[0] = "ss";
    System.arraycopy(options, 0, argv, 1, options.length);
    return SocketTable.parse(tools.output(argv));
  }

  /** Endpoints of the kernel's path manager. */
  public Endpoints endpoints() {
    return new Endpoints(tools);
  }

  /** Limits of the kernel's path manager. */
  public LimitSettings limits() {
    return new LimitSettings(tools);
  }

  /**
   * Orders for a connection, as a userspace path manager gives them; an assertion error if this
   * host has not just one such connection.
   */
  public PathOrders orders(Connection connection) {
    SocketTable sockets = sockets();
    List<MptcpSocket> found = sockets.of(connection);
    if (found.size() != 1 || found.get(0).token().isEmpty()) {
      throw new AssertionError(
          "expected one MPTCP connection "
              + connection
              + " with a token on "
              + tools
              + " but found "
              + found
              + "\n--- output\n"
              + sockets.raw());
    }
    return new PathOrders(tools, found.get(0).token().getAsLong());
  }

  /** All counters since boot; the history that {@code nstat} keeps is neither read nor written. */
  public Counters counters() {
    return Counters.parse(tools.output("nstat", "-asz"));
  }

  /** Counters from now on. */
  public CountersSince countersFromNow() {
    return new CountersSince(this);
  }

  /** Kernel settings. */
  public Sysctls sysctls() {
    return new Sysctls(tools);
  }

  /**
   * Watches MPTCP events from now on; close it to stop. While it runs, the kernel takes it for the
   * daemon of the userspace path manager.
   */
  public EventMonitor monitor() {
    return EventMonitor.start(tools);
  }

  /** Looks at {@link #subflows} from now on, with a pause after each look, until it is closed. */
  public SocketSampler sampleSockets(Duration pause) {
    return SocketSampler.start(toString(), this::subflows, pause);
  }

  @Override
  public String toString() {
    return tools.toString();
  }
}
