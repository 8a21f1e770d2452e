// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointChange.FULLMESH;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.subflow.guest.Command;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.OneHost;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Limits of the kernel's path manager, and what it refuses. */
@Tag("quick")
@SubflowTest
@UsesTopology(OneHost.class)
class PathManagerBounds {
  @Test
  void limitsHaveAMaximum(KernelUnderTest kernel, MptcpHost host) {
    assertThat(host.limits().get()).hasSubflows(2).hasAddAddrAccepted(0);
    boolean large = allowsManyOf(kernel, host);
    int most = large ? 64 : 8;

    host.limits().set(subflows(most), addAddrAccepted(most));
    assertThat(host.limits().trySet(subflows(most + 1)))
        .isFailure()
        .complained("limit greater than maximum");
    assertThat(host.limits().trySet(addAddrAccepted(most + 1)))
        .isFailure()
        .complained("limit greater than maximum");

    assertThat(host.limits().get()).hasSubflows(most).hasAddAddrAccepted(most);
  }

  @Test
  void endpointsHaveAMaximum(KernelUnderTest kernel, MptcpHost host) {
    int most = allowsManyOf(kernel, host) ? 255 : 8;
    String batch =
        IntStream.rangeClosed(1, most)
            .mapToObj(i -> "mptcp endpoint add 10.7.0." + i + " subflow\n")
            .collect(Collectors.joining());

    host.guest().succeed(Command.of("ip", "-batch", "-").stdin(batch));

    assertThat(host.endpoints().list().endpoints()).hasSize(most);
    assertThat(host.endpoints().tryAdd(endpoint("10.8.0.1").subflow()))
        .isFailure()
        .complained("too many addresses or duplicate one: -34");
    host.endpoints().flush();
    assertThat(host.endpoints().list()).isEmpty();
  }

  @Test
  void duplicatesAreRefused(MptcpHost host) {
    host.endpoints().add(endpoint("10.7.0.1").id(9).subflow());

    assertThat(host.endpoints().tryAdd(endpoint("10.7.0.1").signal()))
        .isFailure()
        .complained("too many addresses or duplicate one: -17");
    assertThat(host.endpoints().tryAdd(endpoint("10.7.0.2").id(9).subflow()))
        .isFailure()
        .complained("too many addresses or duplicate one: -16");
    assertThat(host.endpoints().tryAdd(endpoint("10.7.0.3").signal().fullmesh())).isFailure();
    assertThat(host.endpoints().tryAdd(endpoint("10.7.0.3").port(80).subflow())).isFailure();
    assertThat(host.endpoints().tryAdd(endpoint("10.7.0.3").port(80).signal().subflow()))
        .isFailure()
        .complained("when using port");
    assertThat(host.endpoints().list()).containsExactly(endpoint("10.7.0.1").id(9).subflow());
  }

  @Test
  void announcedEndpointsTakeNoFullmesh(MptcpHost host) {
    host.endpoints().add(endpoint("10.7.0.1").id(1).signal());
    host.endpoints().add(endpoint("10.7.0.2").id(2).subflow());

    assertThat(host.endpoints().tryChange(1, FULLMESH))
        .isFailure()
        .complained("invalid addr flags");
    host.endpoints().change(2, FULLMESH);
    assertThat(host.endpoints().list())
        .containsExactly(
            endpoint("10.7.0.1").id(1).signal(), endpoint("10.7.0.2").id(2).subflow().fullmesh());
  }

  @Test
  void flagsOfLaterKernelsAreNotKept(KernelUnderTest kernel, MptcpHost host) {
    assumeFalse(
        kernel.isAtLeast(6, 18), () -> "kernel " + kernel.release() + " knows the flag laminar");

    host.endpoints().add(endpoint("10.7.0.1").id(1).subflow().laminar());

    assertThat(host.endpoints().list()).containsExactly(endpoint("10.7.0.1").id(1).subflow());
  }

  /** 64 subflows and 255 endpoints are of kernel 7.2 at the latest; 6.12 knows 8 of each. */
  private static boolean allowsManyOf(KernelUnderTest kernel, MptcpHost host) {
    return kernel.isAtLeast(7, 2) || host.limits().trySet(subflows(9)).isSuccess();
  }
}
