// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.support;

import static dev.subflow.assertions.SubflowAssertions.assertThat;

import dev.subflow.mptcp.Connection;
import dev.subflow.stack.MptcpHost;

/**
 * A connection whose ends are silent until the scenario lets them speak, so that whatever else
 * crosses the wire is the path manager's.
 */
public final class Conversation implements AutoCloseable {
  private static final int WORDS = 1000;

  private final SocketPuppet here;
  private final SocketPuppet there;
  private final String address;

  private Conversation(SocketPuppet here, SocketPuppet there, String address) {
    this.here = here;
    this.there = there;
    this.address = address;
  }

  /** Connects a client to an address of a server, and lets it send the first data. */
  public static Conversation start(MptcpHost client, MptcpHost server, String address) {
    SocketPuppet there = SocketPuppet.listening(server, 5);
    SocketPuppet here = SocketPuppet.on(client);
    try {
      here.meet(there, address);
      return new Conversation(here, there, address);
    } catch (RuntimeException | Error e) {
      here.close();
      there.close();
      throw e;
    }
  }

  /** The connection, seen from the client. */
  public Connection connection() {
    return Connection.to(address, SocketPuppet.PORT);
  }

  /** Sends some data in both directions and checks what arrives. */
  public void exchange() {
    say(here, there);
    say(there, here);
  }

  private static void say(SocketPuppet from, SocketPuppet to) {
    var sent = from.ask("1 send write " + WORDS);
    var received = to.ask("1 recv read " + WORDS);
    assertThat(received.path("sha256")).isEqualTo(sent.path("sha256"));
  }

  /** Closes the connection in good order. */
  public void hangUp() {
    here.ask("1 close");
    there.ask("1 close");
  }

  @Override
  public void close() {
    here.close();
    there.close();
  }
}
