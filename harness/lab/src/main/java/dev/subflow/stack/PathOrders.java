// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import dev.subflow.guest.CommandResult;
import dev.subflow.mptcp.EndpointSpec;
import dev.subflow.mptcp.SocketEnd;
import dev.subflow.mptcp.TcpSocket;
import java.util.List;

/**
 * Orders of a userspace path manager for one connection. Thread-safe.
 *
 * <p>The kernel refuses orders for a connection that its own path manager has.
 */
public final class PathOrders {
  private final Tools tools;
  private final long token;

  PathOrders(Tools tools, long token) {
    this.tools = tools;
    this.token = token;
  }

  /** Announces an address to the peer; it needs an id from 1 to 255. */
  public void announce(EndpointSpec endpoint) {
    tools.succeed(MptcpPm.announce(token, endpoint));
  }

  /**
   * Tells the peer that an address is gone, 0 for that of the initial subflow; its subflows are the
   * peer's to close.
   */
  public void remove(int id) {
    tools.succeed(MptcpPm.remove(token, id));
  }

  /** Opens a subflow from a local address with an id. */
  public void create(EndpointSpec local, SocketEnd remote) {
    tools.succeed(MptcpPm.create(token, local, remote));
  }

  /** Closes a subflow. */
  public void destroy(TcpSocket subflow) {
    destroy(subflow.local(), subflow.peer());
  }

  /** Closes a subflow between two ends, whose addresses may be IPv4 mapped to IPv6. */
  public void destroy(SocketEnd local, SocketEnd remote) {
    tools.succeed(MptcpPm.destroy(token, local, remote));
  }

  /** Makes a subflow backup, or not any more, and tells the peer. */
  public void setBackup(TcpSocket subflow, boolean backup) {
    tools.succeed(MptcpPm.backup(token, subflow.local(), subflow.peer(), backup));
  }

  /** Tries to announce an address; for what the kernel must refuse. */
  public CommandResult tryAnnounce(EndpointSpec endpoint) {
    return attempt(MptcpPm.announce(token, endpoint));
  }

  /** Tries to take an address back; for what the kernel must refuse. */
  public CommandResult tryRemove(int id) {
    return attempt(MptcpPm.remove(token, id));
  }

  /** Tries to open a subflow; for what the kernel must refuse. */
  public CommandResult tryCreate(EndpointSpec local, SocketEnd remote) {
    return attempt(MptcpPm.create(token, local, remote));
  }

  private CommandResult attempt(List<String> argv) {
    return tools.run(tools.command(argv));
  }
}
