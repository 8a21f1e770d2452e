// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.support;

import dev.subflow.mptcp.Connection;

/** The addresses of {@link dev.subflow.topology.TwoPaths} of one IP version; paths are 1 and 2. */
public enum IpVersion {
  IPV4("10.0.%d.%d"),
  IPV6("fd00:%d::%d");

  private final String form;

  IpVersion(String form) {
    this.form = form;
  }

  /** The client's address on a path. */
  public String client(int path) {
    return form.formatted(path, 1);
  }

  /** The server's address on a path. */
  public String server(int path) {
    return form.formatted(path, 2);
  }

  /** From a client's address to a server's, as {@code hasPaths} takes it. */
  public String path(int client, int server) {
    return client(client) + " " + server(server);
  }

  /** Connections between a client's address and a server's. */
  public Connection between(int client, int server) {
    return Connection.between(client(client), server(server));
  }
}
