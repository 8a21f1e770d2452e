// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.audit.Transfer;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.topology.Rate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.assertj.core.api.AbstractDoubleAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on the measure of a transfer; each failure shows all of it.
 *
 * <p>Times are those of the wires, and guests on a busy machine are slow: shares say more than
 * times do.
 */
public final class TransferAssert extends ModelAssert<TransferAssert, Transfer> {
  TransferAssert(@Nullable Transfer actual) {
    super(actual, TransferAssert.class);
  }

  @Override
  String raw() {
    return model().toString();
  }

  @Override
  String title() {
    return "measure";
  }

  /** It was MPTCP to the end. */
  public TransferAssert isMptcp() {
    if (!model().isMptcp()) {
      throw failure("expected a transfer over MPTCP but it was, or became, TCP");
    }
    return this;
  }

  /** So many bytes of payload became complete at the receiver. */
  public TransferAssert hasBytes(long bytes) {
    check("bytes of payload", bytes, model().bytes());
    return this;
  }

  /** The receiver never was longer without another complete byte. */
  public TransferAssert stallsAtMost(Duration limit) {
    return atMost("longest stall", limit, model().stall());
  }

  /** No byte waited longer at the receiver for an earlier one. */
  public TransferAssert blocksAtMost(Duration limit) {
    return atMost("longest wait for earlier bytes", limit, model().blocked());
  }

  /** Payload per second, from its first byte to its last. */
  public TransferAssert goodputAtLeast(Rate rate) {
    if (model().goodput() < rate.bitsPerSecond()) {
      throw failure(
          "expected goodput of at least "
              + rate
              + " but was "
              + Rate.bits(Math.max(1, Math.round(model().goodput()))));
    }
    return this;
  }

  /**
   * The goodput is at least a share of what links carry together.
   *
   * @param share 0 to 1; headers take some 0.05 of what a link carries
   * @param links their rates, one or more
   */
  public TransferAssert carriesAtLeast(double share, Rate... links) {
    long capacity = Arrays.stream(links).mapToLong(Rate::bitsPerSecond).sum();
    double found = model().goodput() / capacity;
    if (found < share) {
      throw failure(
          String.format(
              Locale.ROOT,
              "expected goodput of at least %.2f of %s but was %.2f",
              share,
              Rate.bits(capacity),
              found));
    }
    return this;
  }

  /** At most that share of the payload arrived again, over whatever subflow. */
  public TransferAssert sendsAgainAtMost(double share) {
    return atMost("share of payload that arrived again", share, model().againShare());
  }

  /** Bytes of whole frames of all NICs for each byte of payload. */
  public TransferAssert sendsAtMost(double frameBytesPerByte) {
    return atMost("bytes of frames per byte", frameBytesPerByte, model().frameBytesPerByte());
  }

  /**
   * Goes on with the share of the payload, 0 to 1, that was first brought by subflows of an
   * address.
   *
   * @param address of either end, such as {@code 10.0.2.1}
   */
  public AbstractDoubleAssert<?> shareOf(String address) {
    return Assertions.assertThat(model().shareOf(IpText.parse(address)))
        .as("share of the payload over %s\n--- %s\n%s\n", address, title(), raw());
  }

  private TransferAssert atMost(String what, Duration limit, Duration found) {
    if (found.compareTo(limit) > 0) {
      throw failure("expected " + what + " of at most " + limit + " but was " + found);
    }
    return this;
  }

  private TransferAssert atMost(String what, double limit, double found) {
    if (found > limit) {
      throw failure(
          String.format(
              Locale.ROOT, "expected %s of at most %.3f but was %.3f", what, limit, found));
    }
    return this;
  }
}
