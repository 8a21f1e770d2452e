// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KernelPairingTest {
  private static final List<String> KERNELS = List.of("debian:stable", "debian:backports");

  @Test
  void clientAndServerAreEveryOrderedPair() {
    assertThat(KernelPairing.all(new TwoPaths().topology(), KERNELS))
        .extracting(KernelPairing::name)
        .containsExactly(
            "client=debian:stable,server=debian:stable",
            "client=debian:stable,server=debian:backports",
            "client=debian:backports,server=debian:stable",
            "client=debian:backports,server=debian:backports");
  }

  @Test
  void otherHostsAllGetTheSame() {
    assertThat(KernelPairing.all(new OneHost().topology(), List.of("a", "b", "a")))
        .extracting(KernelPairing::name)
        .containsExactly("host=a", "host=b");
    Topology routers =
        Topology.builder("routers").host("left", h -> {}).host("right", h -> {}).build();
    assertThat(KernelPairing.all(routers, List.of("a")))
        .extracting(KernelPairing::name)
        .containsExactly("left=a,right=a");
  }

  @Test
  void pinnedHostsKeepTheirKernel() {
    Topology pinned =
        Topology.builder("pinned")
            .host("client", h -> {})
            .host("router", h -> {})
            .host("server", h -> h.kernel("debian:6.1"))
            .build();
    List<KernelPairing> all = KernelPairing.all(pinned, KERNELS);

    assertThat(all)
        .extracting(KernelPairing::name)
        .containsExactly("client=debian:stable", "client=debian:backports");
    assertThat(all.get(1).applyTo(pinned).hosts())
        .extracting(HostSpec::kernel)
        .containsExactly(
            Optional.of("debian:backports"), Optional.empty(), Optional.of("debian:6.1"));
    assertThat(KernelPairing.all(pinned.onKernel("x"), KERNELS)).isEmpty();
  }

  @Test
  void namesAreReadBack() {
    KernelPairing pairing =
        new KernelPairing(Map.of("client", "/home/me/my linux=7/arch/x86/boot/bzImage"));
    assertThat(KernelPairing.parse(pairing.name())).contains(pairing);
    KernelPairing fragments =
        KernelPairing.all(
                new TwoPaths().topology(), List.of("tree:/linux@v7.3#debug,btf", "debian:stable"))
            .get(1);
    assertThat(fragments.name())
        .isEqualTo("client=tree:/linux@v7.3#debug,btf,server=debian:stable");
    assertThat(KernelPairing.parse(fragments.name())).contains(fragments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[1] family=4", "client", "client=", "client=a,", "a=1,a=2", "=x", "1=x"})
  void otherTextsAreNoPairing(String text) {
    assertThat(KernelPairing.parse(text)).isEmpty();
  }

  @Test
  void onlyTheHostsOfATopologyCount() {
    KernelPairing pairing = KernelPairing.parse("server=b,client=a,host=c").orElseThrow();
    assertThat(pairing.within(new TwoPaths().topology()).map(KernelPairing::name))
        .contains("client=a,server=b");
    assertThat(KernelPairing.parse("client=a").orElseThrow().within(new OneHost().topology()))
        .isEmpty();
  }

  @Test
  void whatANameCouldNotTellIsRefused() {
    assertThatThrownBy(() -> new KernelPairing(Map.of("client", "a,b")))
        .hasMessageContaining("client=a,b");
    assertThatThrownBy(() -> new KernelPairing(Map.of())).hasMessageContaining("names no host");
  }
}
