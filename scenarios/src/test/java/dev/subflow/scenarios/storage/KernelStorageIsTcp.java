// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.storage;

import static dev.subflow.assertions.SubflowAssertions.assertThat;

import dev.subflow.guest.Guest;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UntilKernelDoes;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Connection;
import dev.subflow.stack.MptcpHost;
import org.junit.jupiter.api.Test;

/**
 * Storage that does not ride on MPTCP today: the SMB and NFS clients in the kernel make their
 * sockets with {@code IPPROTO_TCP}, out of reach of {@code mptcpize}, and the NFS server in the
 * kernel refuses sockets of another protocol. The day a kernel changes that, this fails.
 */
@SubflowTest
@UsesTopology(StoragePaths.class)
class KernelStorageIsTcp {
  private static final String THEN = "; then write scenarios of transfers, path cuts and fallback";
  private static final String SUBFLOW = "to be plain TCP but it is a subflow";

  @Test
  @UntilKernelDoes(
      value = "the SMB client makes MPTCP sockets (fs/smb/client/connect.c)" + THEN,
      seen = SUBFLOW)
  void cifsConnectsOverTcp(MptcpHost client, MptcpHost server) {
    try (FileServer smbd = FileServer.smbd(server)) {
      String hash = FileServer.makeFile(server.guest(), FileServer.FOLDER + "/a", 100_000);

      mount(client, smbd, "cifs", "guest,vers=3.0", "//" + StoragePaths.SERVER + "/files", hash);
    }
  }

  @Test
  @UntilKernelDoes(
      value = "the NFS client makes MPTCP sockets (net/sunrpc/xprtsock.c)" + THEN,
      seen = SUBFLOW)
  void nfsConnectsOverTcp(MptcpHost client, MptcpHost server) {
    try (FileServer ganesha = FileServer.ganesha(server)) {
      String hash = FileServer.makeFile(server.guest(), FileServer.FOLDER + "/a", 100_000);

      mount(client, ganesha, "nfs", "vers=4.2", StoragePaths.SERVER + ":/files", hash);
    }
  }

  private static void mount(
      MptcpHost client,
      FileServer server,
      String type,
      String options,
      String source,
      String hash) {
    var counters = client.countersFromNow();

    assertThat(
            client
                .guest()
                .run(FileServer.mptcpize("mount", "-t", type, "-o", options, source, "/mnt")))
        .isSuccess();

    assertThat(FileServer.hash(client.guest(), "/mnt/a")).isEqualTo(hash);
    assertThat(client.subflows())
        .tcp(Connection.to(StoragePaths.SERVER, server.port()))
        .isPlainTcp();
    assertThat(client.sockets()).hasEstablished(0);
    assertThat(counters.change()).has("MPCapableSYNTX", 0);
    client.guest().succeed("umount", "/mnt");
  }

  @Test
  @UntilKernelDoes(
      value = "nfsd takes MPTCP sockets (net/sunrpc/svcsock.c)" + THEN,
      seen = "expected failure")
  void nfsdRefusesAnMptcpListener(MptcpHost server) {
    Guest guest = server.guest();
    guest.succeed("sh", "-ec", "modprobe nfsd; mount -t nfsd nfsd /proc/fs/nfsd");

    assertThat(guest.run(FileServer.mptcpize("rpc.nfsd", "-N", "3", "1")))
        .isFailure()
        .complained("Protocol not supported");
    assertThat(guest.run("rpc.nfsd", "-N", "3", "1")).as("the same over TCP").isSuccess();
    assertThat(server.listening().listening()).isEmpty();
  }
}
