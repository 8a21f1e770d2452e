// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryLeaksTest {
  private static final String OF_MPTCP =
      """
      unreferenced object 0xffff888107c5a000 (size 2048):
        comm "demo", pid 123, jiffies 4294938000
        hex dump (first 32 bytes):
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ................
        backtrace (crc 7f1d2c3b):
          kmem_cache_alloc_noprof+0x2a/0xe0
          sk_prot_alloc+0x5e/0x1c0
          sk_alloc+0x2c/0x2a0
          inet_create+0x1b0/0x6f0
          mptcp_subflow_create_socket+0x7c/0x4d0
      """;
  private static final String OF_OTHERS =
      """
      unreferenced object 0xffff888003a1c2d8 (size 64):
        comm "init", pid 1, jiffies 4294667296 (age 12.340s)
        hex dump (first 4 bytes):
          00 00 00 00                                      ....
        backtrace:
          [<ffffffff813f4f2a>] kmalloc_trace+0x2a/0xe0
          [<ffffffff81400000>] acpi_ns_get_node+0x10/0x20
      """;
  private static final Splat COUNTED =
      new Splat(
          Splat.Kind.MEMORY_LEAK,
          "kmemleak: 2 new suspected memory leaks (see /sys/kernel/debug/kmemleak)",
          List.of());
  private static final Splat WARNING = new Splat(Splat.Kind.WARNING, "WARNING: at f", List.of());

  @Test
  void everyObjectIsALeak() {
    List<Splat> leaks = MemoryLeaks.parse(OF_MPTCP + OF_OTHERS);

    assertThat(leaks).hasSize(2);
    assertThat(leaks.get(0).headline())
        .isEqualTo("kmemleak: 2048 bytes leaked, allocated in sk_prot_alloc+0x5e/0x1c0");
    assertThat(leaks.get(0).lines()).isEqualTo(OF_MPTCP.lines().toList());
    assertThat(leaks.get(1).headline()).endsWith("in acpi_ns_get_node+0x10/0x20");
    assertThat(MemoryLeaks.parse("")).isEmpty();
  }

  @Test
  void thoseOfTheNetworkAreKnownByWhoAllocated() {
    assertThat(MemoryLeaks.parse(OF_OTHERS + OF_MPTCP))
        .filteredOn(MemoryLeaks::isOfNetwork)
        .extracting(Splat::lines)
        .containsExactly(OF_MPTCP.lines().toList());
  }

  @Test
  void theSameLeakIsTheSameCrash() {
    assertThat(Crash.of(MemoryLeaks.parse(OF_MPTCP + OF_OTHERS + OF_MPTCP)))
        .extracting(Crash::fingerprint)
        .containsExactly(
            "MEMORY_LEAK sk_prot_alloc < sk_alloc < inet_create < mptcp_subflow_create_socket",
            "MEMORY_LEAK acpi_ns_get_node");
  }

  @Test
  void theCountThatAskingPrintsIsNoSplat() {
    List<Splat> leaks = MemoryLeaks.parse(OF_MPTCP);

    assertThat(MemoryLeaks.added(List.of(), List.of(COUNTED), List.of())).isEmpty();
    assertThat(MemoryLeaks.added(List.of(), List.of(WARNING, COUNTED), leaks))
        .containsExactly(WARNING, leaks.get(0));
    assertThat(MemoryLeaks.added(List.of(COUNTED), List.of(COUNTED, COUNTED), List.of()))
        .containsExactly(COUNTED);
  }
}
