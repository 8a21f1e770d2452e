// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TopologyTest {
  static List<TopologySource> presets() {
    return List.of(new TwoPaths(), new SharedLan(), new OneHost());
  }

  @ParameterizedTest
  @MethodSource("presets")
  void presetsAreValidAndEqualOnEveryCall(TopologySource preset) {
    assertThat(preset.topology()).isEqualTo(preset.topology());
  }

  @Test
  void sharedLanIsTheReferenceEnvironment() {
    Topology lan = new SharedLan().topology();
    assertThat(lan.wires()).containsExactly(new Segment("lan"));
    assertThat(addresses(lan.host("server").nic("ens2"))).startsWith("192.168.53.209/24");
    assertThat(addresses(lan.host("server").nic("ens3"))).startsWith("192.168.53.37/24");
    assertThat(addresses(lan.host("client").nic("ens2"))).startsWith("192.168.53.210/24");
    assertThat(addresses(lan.host("client").nic("ens3"))).startsWith("192.168.53.38/24");
  }

  private static List<String> addresses(Nic nic) {
    return nic.addresses().stream().map(InterfaceAddress::toString).toList();
  }

  @Test
  void twoPathsHasASubnetForEachPath() {
    Topology paths = new TwoPaths().topology();
    assertThat(paths.wires()).containsExactly(new Link("path1"), new Link("path2"));
    for (String path : new String[] {"1", "2"}) {
      Nic client = paths.host("client").nic("eth" + path);
      Nic server = paths.host("server").nic("eth" + path);
      assertThat(client.wire()).isEqualTo("path" + path).isEqualTo(server.wire());
      for (InterfaceAddress address : client.addresses()) {
        assertThat(server.addresses()).anyMatch(a -> address.contains(a.address()));
      }
    }
  }

  @Test
  void macsFollowFromThePlaceInTheTopology() {
    Topology paths = new TwoPaths().topology();
    assertThat(paths.host("client").nic("eth2").mac().text()).isEqualTo("52:54:00:5f:01:02");
    assertThat(paths.host("server").nic("eth1").mac().text()).isEqualTo("52:54:00:5f:02:01");
  }

  @Test
  void namesWhatThereIsWhenAskedForWhatThereIsNot() {
    Topology paths = new TwoPaths().topology();
    assertThatThrownBy(() -> paths.host("router"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("topology \"two-paths\" has no host \"router\"; it has [client, server]");
    assertThatThrownBy(() -> paths.host("client").nic("eth3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("host \"client\" has no NIC \"eth3\"; it has [eth1, eth2]");
  }

  @Test
  void aKernelForAllHostsChangesNothingElse() {
    Topology pinned = new SharedLan().topology().onKernel("debian:backports");
    assertThat(pinned.hosts()).allMatch(h -> h.kernel().orElseThrow().equals("debian:backports"));
    assertThat(pinned.wires()).isEqualTo(new SharedLan().topology().wires());
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.1.1/24, 10.0.1.200, true",
    "10.0.1.1/24, 10.0.2.1, false",
    "10.0.1.1/0, 192.0.2.1, true",
    "10.0.1.1/32, 10.0.1.1, true",
    "10.0.1.1/32, 10.0.1.2, false",
    "200.0.1.1/9, 200.127.0.1, true",
    "fd00:1::1/64, fd00:1::ffff, true",
    "fd00:1::1/64, fd00:1:0:1::1, false",
    "::/0, 10.0.1.1, false",
  })
  void addressesKnowTheirNetwork(String address, String other, boolean expected) throws Exception {
    assertThat(InterfaceAddress.parse(address).contains(InetAddress.getByName(other)))
        .isEqualTo(expected);
  }
}
