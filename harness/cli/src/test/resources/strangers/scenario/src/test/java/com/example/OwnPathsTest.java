package com.example;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;

import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TopologySource;
import org.junit.jupiter.api.Test;

@SubflowTest
@UsesTopology(OwnPathsTest.Ours.class)
class OwnPathsTest {
  static final class Ours implements TopologySource {
    @Override
    public Topology topology() {
      return Topology.builder("ours")
          .link("path")
          .host("left", h -> h.nic("eth1", "path", "10.7.0.1/24"))
          .host("right", h -> h.nic("eth1", "path", "10.7.0.2/24"))
          .build();
    }
  }

  @Test
  void endpointsAreThere(MptcpHost left) {
    left.endpoints().add(endpoint("10.7.0.1").dev("eth1").subflow());
    assertThat(left.endpoints().list())
        .containsExactly(endpoint("10.7.0.1").dev("eth1").subflow());
  }
}
