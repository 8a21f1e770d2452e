// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.wire.FakeGuest.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.topology.SharedLan;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TwoPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
final class FabricTest {
  @TempDir private Path folder;

  @Test
  void givesEveryNicASocketOfItsOwnWithAShortName() throws IOException {
    Topology topology = new SharedLan().topology();
    Set<Path> sockets = new HashSet<>();
    try (Fabric fabric = Fabric.open(topology, folder.resolve("sockets"))) {
      for (String host : new String[] {"client", "server"}) {
        for (String nic : new String[] {"ens2", "ens3"}) {
          Path socket = fabric.socketOf(host, nic);
          assertThat(socket).exists();
          sockets.add(socket);
        }
      }
      assertThat(sockets).hasSize(4);
      assertThat(fabric.wires()).extracting(LiveWire::name).containsExactly("lan");
      assertThat(Files.getPosixFilePermissions(folder.resolve("sockets"))).hasSize(3);
    }
    assertThat(folder.resolve("sockets")).doesNotExist();
  }

  @Test
  void namesWhatThereIsWhenAskedForWhatThereIsNot() throws IOException {
    try (Fabric fabric = Fabric.open(new TwoPaths().topology(), folder)) {
      assertThatThrownBy(() -> fabric.wire("path3"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("path3")
          .hasMessageContaining("[path1, path2]");
      assertThatThrownBy(() -> fabric.socketOf("client", "eth9"))
          .hasMessageContaining("client/eth9")
          .hasMessageContaining("client/eth1");
      assertThatThrownBy(() -> fabric.wire("path1").port("client", "eth2"))
          .hasMessageContaining("not on wire \"path1\"")
          .hasMessageContaining("[client/eth1, server/eth1]");
    }
  }

  @Test
  void wiresDoNotLeakIntoEachOther() throws IOException {
    try (Fabric fabric = Fabric.open(new TwoPaths().topology(), folder);
        FakeGuest one = FakeGuest.connect(fabric.socketOf("client", "eth1"));
        FakeGuest two = FakeGuest.connect(fabric.socketOf("server", "eth1"));
        FakeGuest other = FakeGuest.connect(fabric.socketOf("server", "eth2"))) {
      byte[] call = frame(FabricFixture.BROADCAST, FabricFixture.MAC_A, "path1");
      byte[] answer = frame(FabricFixture.BROADCAST, FabricFixture.MAC_B, "heard");
      two.send(answer);
      one.receive();
      one.send(call);
      assertThat(two.receive()).isEqualTo(call);
      assertThat(fabric.wire("path2").port("server", "eth2").receivedFrames()).isZero();
      assertThat(other).isNotNull();
    }
  }

  @Test
  void refusesAFolderWhosePathIsTooLongForASocket() {
    Path deep = folder.resolve("x".repeat(120));
    assertThatThrownBy(() -> Fabric.open(new TwoPaths().topology(), deep))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("107")
        .hasMessageContaining("shorter path");
    assertThat(deep).doesNotExist();
  }

  @Test
  void doesNotBringBackTheFolderOfASessionThatHasEnded() {
    Path ended = folder.resolve("ended");
    assertThatThrownBy(() -> Fabric.open(new TwoPaths().topology(), ended.resolve("w-1")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended");
    assertThat(ended).doesNotExist();
  }

  @Test
  void acceptsTheLongestPathThatFits() throws IOException {
    int room = SocketDirectory.MAX_SOCKET_PATH_BYTES - folder.toString().length() - 9;
    Path longest = folder.resolve("x".repeat(room));
    try (Fabric fabric = Fabric.open(new TwoPaths().topology(), longest);
        FakeGuest guest = FakeGuest.connect(fabric.socketOf("client", "eth1"))) {
      assertThat(guest).isNotNull();
    }
    assertThatThrownBy(
            () -> Fabric.open(new TwoPaths().topology(), folder.resolve("x".repeat(room + 1))))
        .hasMessageContaining("108");
  }

  @Test
  void doesNotTakeTheSocketsOfAnotherLabAndLeavesThemAlone() throws IOException {
    Topology topology = new TwoPaths().topology();
    try (Fabric first = Fabric.open(topology, folder)) {
      assertThatThrownBy(() -> Fabric.open(topology, folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("exists already");
      try (FakeGuest guest = FakeGuest.connect(first.socketOf("client", "eth1"))) {
        assertThat(guest).isNotNull();
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void closingLeavesNeitherThreadNorFileNorDescriptor() throws IOException {
    openUseClose();
    long before = descriptors();
    for (int i = 0; i < 20; i++) {
      openUseClose();
    }
    assertThat(descriptors()).isLessThanOrEqualTo(before + 2);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("subflow-wires-leak"))
        .noneMatch(name -> name.contains("leak.pcapng"));
  }

  private void openUseClose() throws IOException {
    Topology topology =
        Topology.builder("leak")
            .link("l")
            .host("a", h -> h.nic("eth1", "l"))
            .host("b", h -> h.nic("eth1", "l"))
            .build();
    Fabric fabric = Fabric.open(topology, folder.resolve("leak"));
    try (FakeGuest a = FakeGuest.connect(fabric.socketOf("a", "eth1"));
        FakeGuest b = FakeGuest.connect(fabric.socketOf("b", "eth1"))) {
      fabric.wire("l").capture(folder.resolve("leak.pcapng"));
      b.send(frame(FabricFixture.MAC_A, FabricFixture.MAC_B, "here"));
      a.receive();
      fabric.close();
      fabric.close();
      assertThatThrownBy(a::receive).hasMessageContaining("closed");
      assertThat(fabric.wire("l").port("b", "eth1").sentFrames()).isEqualTo(1);
    }
    assertThat(folder.resolve("leak")).doesNotExist();
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
