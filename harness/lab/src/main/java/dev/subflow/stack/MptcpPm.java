// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import dev.subflow.mptcp.EndpointSpec;
import dev.subflow.mptcp.SocketEnd;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines of {@code mptcp-pm}, which does what iproute2 has no command for; its source is in
 * {@code images/demos}.
 */
final class MptcpPm {
  private MptcpPm() {}

  /** Announces an address of a connection; it needs an id. */
  static List<String> announce(long token, EndpointSpec endpoint) {
    return order("announce", token, endpoint.signal().arguments());
  }

  /** Takes an announced address, or one that subflows use, back. */
  static List<String> remove(long token, int id) {
    return order("remove", token, List.of(Integer.toString(id)));
  }

  /** Opens a subflow. */
  static List<String> create(long token, EndpointSpec local, SocketEnd remote) {
    return order("create", token, between(local.arguments(), remote));
  }

  /** Closes a subflow, whose ports both ends name. */
  static List<String> destroy(long token, SocketEnd local, SocketEnd remote) {
    return order("destroy", token, between(end(local), remote));
  }

  /** Makes a subflow backup, or not any more. */
  static List<String> backup(long token, SocketEnd local, SocketEnd remote, boolean backup) {
    List<String> near = end(local);
    if (backup) {
      near.add("backup");
    }
    return order("flags", token, between(near, remote));
  }

  /** Adds an endpoint to the kernel's path manager, flags that iproute2 may not know included. */
  static List<String> endpoint(EndpointSpec endpoint) {
    List<String> argv = new ArrayList<>(List.of("mptcp-pm", "endpoint"));
    argv.addAll(endpoint.arguments());
    return argv;
  }

  private static List<String> order(String name, long token, List<String> args) {
    List<String> argv = new ArrayList<>(List.of("mptcp-pm", name, Long.toHexString(token)));
    argv.addAll(args);
    return argv;
  }

  private static List<String> between(List<String> local, SocketEnd remote) {
    List<String> args = new ArrayList<>(local);
    args.add("to");
    args.addAll(end(remote));
    return args;
  }

  private static List<String> end(SocketEnd end) {
    return new ArrayList<>(List.of(end.host(), "port", end.service()));
  }
}
