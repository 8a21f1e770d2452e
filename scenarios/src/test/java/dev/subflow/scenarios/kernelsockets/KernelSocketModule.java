// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelsockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.guest.CommandResult;
import dev.subflow.stack.MptcpHost;
import java.util.ArrayList;
import java.util.List;

/** A module of {@code images/kernel-sockets}, loaded in a guest. */
public final class KernelSocketModule {
  /** Where the server listens. */
  public static final int PORT = 5555;

  private final MptcpHost host;
  private final String name;

  private KernelSocketModule(MptcpHost host, String name) {
    this.host = host;
    this.name = name;
  }

  /** Loads the server and waits until it listens on that address. */
  public static KernelSocketModule server(MptcpHost host, String address, String protocol) {
    KernelSocketModule server = new KernelSocketModule(host, "kernel_server");
    assertThat(server.insert("server_ip=" + address, "protocol=" + protocol)).isSuccess();
    server.awaitLog("listening on " + address + " port " + PORT + " over " + protocol);
    return server;
  }

  /** Loads the client: it sends a message each second. */
  public static KernelSocketModule client(MptcpHost host, String server, String protocol) {
    KernelSocketModule client = new KernelSocketModule(host, "kernel_client");
    assertThat(client.insert("server_ip=" + server, "protocol=" + protocol, "interval_ms=1000"))
        .isSuccess();
    client.awaitLog("connected to " + server + " port " + PORT + " over " + protocol);
    return client;
  }

  /** Tries to load a module. */
  static CommandResult insert(MptcpHost host, String module, String... parameters) {
    return new KernelSocketModule(host, module).insert(parameters);
  }

  private CommandResult insert(String... parameters) {
    List<String> argv = new ArrayList<>(List.of("insmod", "/srv/kernel-sockets/" + name + ".ko"));
    argv.addAll(List.of(parameters));
    return host.guest().run(argv.toArray(String[]::new));
  }

  /** Waits until it has printed a line to the kernel's log. */
  public void awaitLog(String line) {
    eventually(name + " prints \"" + line + "\"", () -> assertThat(log()).contains(line));
  }

  /** Lines that it printed to the kernel's log. */
  public List<String> log() {
    String prefix = name + ": ";
    return host.guest()
        .succeed("dmesg", "--notime")
        .stdout()
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  /** Unloads it, which must take it from whatever it waits for. */
  public void remove() {
    host.guest().succeed("rmmod", name);
    assertThat(log()).contains("stopped");
    assertThat(host.guest().succeed("lsmod").stdout()).doesNotContain(name);
  }
}
