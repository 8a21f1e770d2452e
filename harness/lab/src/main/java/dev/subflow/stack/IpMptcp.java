// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import dev.subflow.mptcp.EndpointChange;
import dev.subflow.mptcp.EndpointSpec;
import dev.subflow.mptcp.Limits;
import java.util.ArrayList;
import java.util.List;

/** Command lines of {@code ip mptcp}. */
final class IpMptcp {
  private IpMptcp() {}

  /** Adds an endpoint. */
  static List<String> add(EndpointSpec endpoint) {
    return endpointCommand("add", endpoint.arguments());
  }

  /** Deletes an endpoint by an id from 1 to 255. */
  static List<String> delete(int id) {
    return endpointCommand("delete", List.of("id", Integer.toString(id)));
  }

  /** Deletes what has id 0: the address of an initial subflow. */
  static List<String> deleteInitial(String address) {
    return endpointCommand("delete", List.of("id", "0", address));
  }

  /** Changes flags of an endpoint and of its subflows. */
  static List<String> change(int id, EndpointChange... changes) {
    List<String> args = new ArrayList<>(List.of("id", Integer.toString(id)));
    for (EndpointChange change : changes) {
      args.add(change.text());
    }
    return endpointCommand("change", args);
  }

  /** Deletes all endpoints. */
  static List<String> flush() {
    return endpointCommand("flush", List.of());
  }

  /** Lists all endpoints. */
  static List<String> show() {
    return endpointCommand("show", List.of());
  }

  /** Shows the limits. */
  static List<String> limits() {
    return List.of("ip", "mptcp", "limits", "show");
  }

  /** Sets limits; those not named stay. */
  static List<String> limits(Limits.Setting... settings) {
    List<String> argv = new ArrayList<>(List.of("ip", "mptcp", "limits", "set"));
    for (Limits.Setting setting : settings) {
      argv.add(setting.name());
      argv.add(Integer.toString(setting.value()));
    }
    return argv;
  }

  private static List<String> endpointCommand(String verb, List<String> args) {
    List<String> argv = new ArrayList<>(List.of("ip", "mptcp", "endpoint", verb));
    argv.addAll(args);
    return argv;
  }
}
