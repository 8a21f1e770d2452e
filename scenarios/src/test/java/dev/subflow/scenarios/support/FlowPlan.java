// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.support;

import static org.awaitility.Awaitility.await;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.RunningCommand;
import dev.subflow.scenarios.support.Flow.Protocol;
import dev.subflow.stack.MptcpHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plan of a {@link Flow}: 4 KiB over MPTCP at both ends, unless told otherwise. */
public final class FlowPlan {
  private final MptcpHost client;
  private final MptcpHost server;
  private final String address;
  private final List<String> ofClient = new ArrayList<>();
  private final List<String> ofServer = new ArrayList<>();
  private Protocol clientProtocol = Protocol.MPTCP;
  private Protocol serverProtocol = Protocol.MPTCP;
  private long bytes = 4 << 10;

  FlowPlan(MptcpHost client, MptcpHost server, String address) {
    this.client = client;
    this.server = server;
    this.address = address;
  }

  public FlowPlan bytes(long bytes) {
    this.bytes = bytes;
    return this;
  }

  /** The client sends at most so much. */
  public FlowPlan bytesPerSecond(long rate) {
    ofClient.addAll(List.of("--rate", String.valueOf(rate)));
    return this;
  }

  public FlowPlan client(Protocol protocol) {
    clientProtocol = protocol;
    return this;
  }

  public FlowPlan server(Protocol protocol) {
    serverProtocol = protocol;
    return this;
  }

  /** The server listens on the address that is connected to, and on no other. */
  public FlowPlan boundServer() {
    ofServer.addAll(List.of("--bind", address));
    return this;
  }

  /** The client connects and waits for {@link Flow#send}. */
  public FlowPlan waiting() {
    ofClient.add("--wait");
    return this;
  }

  /** Both ends use TCP Fast Open, as far as {@code net.ipv4.tcp_fastopen} lets them. */
  public FlowPlan fastOpen() {
    ofClient.add("--fast-open");
    ofServer.add("--fast-open");
    return this;
  }

  /** After so many bytes the client waits for another {@link Flow#send}. */
  public FlowPlan pausingAt(long position) {
    ofClient.addAll(List.of("--pause-at", String.valueOf(position)));
    return this;
  }

  /** Starts both ends; they keep the connection after the transfer until {@link Flow#finish}. */
  public Flow start() {
    ofServer.addAll(0, List.of("recv", "--listen"));
    ofClient.addAll(0, List.of("send", "--connect", address));
    RunningCommand receiver = server.guest().start(command(serverProtocol, ofServer));
    await("the receiver listens")
        .atMost(Duration.ofSeconds(20))
        .failFast("the receiver ended", () -> !receiver.isRunning())
        .until(() -> listens("-HOntl") || listens("-HOnMl"));
    return new Flow(address, receiver, client.guest().start(command(clientProtocol, ofClient)));
  }

  /**
   * Starts both ends so that each connects to the other, the server when the client has sent its
   * SYN; the wire must lose that one, for nobody listens.
   */
  public Flow startAtBothEnds(String clientAddress) {
    String port = String.valueOf(Flow.PORT);
    ofClient.addAll(0, List.of("send", "--connect", address, "--local-port", port));
    ofServer.addAll(0, List.of("recv", "--connect", clientAddress, "--local-port", port));
    RunningCommand sender = client.guest().start(command(clientProtocol, ofClient));
    await("the client's SYN")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .failFast("the sender ended", () -> !sender.isRunning())
        .until(() -> client.guest().succeed("ss", "-Hnt", "state", "syn-sent"), FlowPlan::hasPort);
    return new Flow(address, server.guest().start(command(serverProtocol, ofServer)), sender);
  }

  private static boolean hasPort(CommandResult ss) {
    return ss.stdout().contains(":" + Flow.PORT);
  }

  private boolean listens(String options) {
    return hasPort(server.guest().succeed("ss", options));
  }

  private Command command(Protocol protocol, List<String> role) {
    List<String> argv = new ArrayList<>(List.of("flow"));
    argv.addAll(role);
    argv.addAll(List.of("--port", String.valueOf(Flow.PORT), protocol.option()));
    argv.addAll(List.of("--bytes", String.valueOf(bytes), "--hold"));
    return Command.of(argv.toArray(String[]::new)).timeout(Flow.LIMIT);
  }
}
