// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.storage;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.packet.Packets.payload;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.topology.Impairment.impairment;
import static dev.subflow.topology.Rate.megabits;

import dev.subflow.guest.RunningCommand;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Connection;
import dev.subflow.stack.MptcpHost;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import dev.subflow.wire.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SMB and NFS by daemons and clients in user space, unmodified, through {@code mptcpize}: the path
 * that the connection began on is cut in mid-transfer, and the file arrives intact.
 */
@SubflowTest
@UsesTopology(StoragePaths.class)
@Rfc8684({"3.2", "3.3.6"})
class FilesThroughMptcpize {
  private static final int FILE_BYTES = 6 << 20;
  private static final int CUT_AFTER_BYTES = 1 << 20;

  @BeforeEach
  void twoSlowPaths(MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    client.limits().set(subflows(1));
    server.limits().set(subflows(1));
    client.endpoints().add(endpoint("10.0.2.1").dev("eth2").subflow());
    path1.impair(impairment().rate(megabits(20)));
    path2.impair(impairment().rate(megabits(20)));
  }

  enum Way {
    DOWNLOAD,
    UPLOAD
  }

  @ParameterizedTest
  @EnumSource
  void smb(Way way, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    try (FileServer smbd = FileServer.smbd(server)) {
      String order = way == Way.DOWNLOAD ? "get a /tmp/a" : "put /tmp/a a";
      String share = "//" + StoragePaths.SERVER + "/files";
      // Its own limit of 20 s for an operation, which is several MB, is none for slow kernels.
      String limit = Long.toString(FileServer.LIMIT.toSeconds());
      String[] program = {"smbclient", "-N", "-t", limit, share, "-c", order};

      survivesTheCut(way, program, smbd, client, server, path1, path2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nfs(Way way, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    try (FileServer ganesha = FileServer.ganesha(server)) {
      String url = "nfs://" + StoragePaths.SERVER + "/files/a?version=4";
      String[] program =
          way == Way.DOWNLOAD
              ? new String[] {"nfs-cp", url, "/tmp/a"}
              : new String[] {"nfs-cp", "/tmp/a", url};

      survivesTheCut(way, program, ganesha, client, server, path1, path2);
    }
  }

  private static void survivesTheCut(
      Way way,
      String[] program,
      FileServer service,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2) {
    boolean down = way == Way.DOWNLOAD;
    String sent =
        down
            ? FileServer.makeFile(server.guest(), FileServer.FOLDER + "/a", FILE_BYTES)
            : FileServer.makeFile(client.guest(), "/tmp/a", FILE_BYTES);
    Connection connection = Connection.to(StoragePaths.SERVER, service.port());

    try (Trigger cut =
            path2
                .when(Direction.from(down ? "server" : "client"), payload())
                .payloadBytes(CUT_AFTER_BYTES)
                .then(path1::cut);
        RunningCommand transfer = client.guest().start(FileServer.mptcpize(program))) {
      eventually(
          "both paths are in use",
          () ->
              assertThat(client.sockets())
                  .mptcp(connection)
                  .isEstablished()
                  .isNotFallback()
                  .hasSubflows(1));
      assertThat(transfer.await(FileServer.LIMIT)).isSuccess();
      assertThat(cut.hasFired()).as("the first path was cut in mid-transfer").isTrue();
    }
    String received =
        down
            ? FileServer.hash(client.guest(), "/tmp/a")
            : FileServer.hash(server.guest(), FileServer.FOLDER + "/a");
    assertThat(received).as("hash of the file that arrived").isEqualTo(sent);
  }
}
