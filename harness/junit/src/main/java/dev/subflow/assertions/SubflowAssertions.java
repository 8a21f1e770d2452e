// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.audit.Transfer;
import dev.subflow.capture.PacketTrace;
import dev.subflow.guest.CommandResult;
import dev.subflow.mptcp.Counters;
import dev.subflow.mptcp.EndpointTable;
import dev.subflow.mptcp.EventLog;
import dev.subflow.mptcp.Limits;
import dev.subflow.mptcp.MptcpSocket;
import dev.subflow.mptcp.SocketInfo;
import dev.subflow.mptcp.SocketTable;
import dev.subflow.mptcp.SubflowSeries;
import dev.subflow.mptcp.SubflowTable;
import dev.subflow.mptcp.TcpSocket;
import dev.subflow.wire.Capture;
import dev.subflow.wire.LiveWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * The entry point: AssertJ's own assertions and those on Subflow's models, by one static import.
 *
 * <p>A failure says what is missing and what is unexpected, and shows the tool's own output.
 */
public final class SubflowAssertions extends Assertions {
  private SubflowAssertions() {}

  public static SocketTableAssert assertThat(@Nullable SocketTable actual) {
    return new SocketTableAssert(actual);
  }

  public static MptcpSocketAssert assertThat(@Nullable MptcpSocket actual) {
    return new MptcpSocketAssert(actual);
  }

  public static SubflowTableAssert assertThat(@Nullable SubflowTable actual) {
    return new SubflowTableAssert(actual);
  }

  public static TcpSocketAssert assertThat(@Nullable TcpSocket actual) {
    return new TcpSocketAssert(actual);
  }

  public static SocketInfoAssert assertThat(@Nullable SocketInfo actual) {
    return new SocketInfoAssert(actual);
  }

  public static SubflowSeriesAssert assertThat(@Nullable SubflowSeries actual) {
    return new SubflowSeriesAssert(actual);
  }

  public static EndpointTableAssert assertThat(@Nullable EndpointTable actual) {
    return new EndpointTableAssert(actual);
  }

  public static LimitsAssert assertThat(@Nullable Limits actual) {
    return new LimitsAssert(actual);
  }

  public static CountersAssert assertThat(@Nullable Counters actual) {
    return new CountersAssert(actual);
  }

  public static EventLogAssert assertThat(@Nullable EventLog actual) {
    return new EventLogAssert(actual);
  }

  public static CommandResultAssert assertThat(@Nullable CommandResult actual) {
    return new CommandResultAssert(actual);
  }

  public static TransferAssert assertThat(@Nullable Transfer actual) {
    return new TransferAssert(actual);
  }

  public static PacketTraceAssert assertThat(@Nullable PacketTrace actual) {
    return new PacketTraceAssert(actual);
  }

  /** On what a capture has recorded until now; it goes on. */
  public static PacketTraceAssert assertThat(@Nullable Capture actual) {
    return new PacketTraceAssert(actual == null ? null : trace(actual));
  }

  /** On what has crossed a wire until now, as the first capture of it that runs has it. */
  public static PacketTraceAssert assertThat(@Nullable LiveWire actual) {
    return new PacketTraceAssert(
        actual == null
            ? null
            : trace(
                actual.captures().stream()
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new IllegalStateException(
                                "wire " + actual.name() + " is not captured; capture it first"))));
  }

  private static PacketTrace trace(Capture capture) {
    try {
      return capture.trace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
