// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import dev.subflow.guest.CommandResult;
import dev.subflow.mptcp.EndpointChange;
import dev.subflow.mptcp.EndpointFlag;
import dev.subflow.mptcp.EndpointSpec;
import dev.subflow.mptcp.EndpointTable;
import java.util.List;

/** The endpoints of a host's kernel path manager. Thread-safe. */
public final class Endpoints {
  private final Tools tools;

  Endpoints(Tools tools) {
    this.tools = tools;
  }

  /** All endpoints now. */
  public EndpointTable list() {
    return EndpointTable.parse(tools.succeed(IpMptcp.show()).stdout());
  }

  /** Adds an endpoint; connections that exist use it at once. */
  public void add(EndpointSpec endpoint) {
    tools.succeed(adding(endpoint));
  }

  /** Tries to add an endpoint; for what the kernel must refuse. */
  public CommandResult tryAdd(EndpointSpec endpoint) {
    return tools.run(tools.command(adding(endpoint)));
  }

  /** iproute2 has no word for laminar before 6.18. */
  private static List<String> adding(EndpointSpec endpoint) {
    return endpoint.flags().contains(EndpointFlag.LAMINAR)
        ? MptcpPm.endpoint(endpoint)
        : IpMptcp.add(endpoint);
  }

  /** Deletes an endpoint by an id from 1 to 255; its subflows go with it. */
  public void delete(int id) {
    tools.succeed(IpMptcp.delete(id));
  }

  /** Takes the address with id 0, that of an initial subflow, out of use. */
  public void deleteInitial(String address) {
    tools.succeed(IpMptcp.deleteInitial(address));
  }

  /** Changes flags of an endpoint and of its subflows. */
  public void change(int id, EndpointChange... changes) {
    tools.succeed(IpMptcp.change(id, changes));
  }

  /** Tries to change flags of an endpoint; for what the kernel must refuse. */
  public CommandResult tryChange(int id, EndpointChange... changes) {
    return tools.run(tools.command(IpMptcp.change(id, changes)));
  }

  /** Deletes all endpoints. */
  public void flush() {
    tools.succeed(IpMptcp.flush());
  }
}
