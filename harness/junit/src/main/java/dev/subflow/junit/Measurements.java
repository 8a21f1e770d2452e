// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.audit.Transfer;
import dev.subflow.measure.Measure;
import dev.subflow.packet.mptcp.IpText;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the transfers of a test by which kernels are compared: a parameter of a test method, and
 * what makes it one that {@code subflow measure} can run. Thread-safe.
 *
 * <p>Take a transfer that went to its end before anything is asserted about how fast it was: a
 * kernel that is far too slow fails the test, and is to be measured nevertheless.
 */
public final class Measurements {
  private final List<Measure> taken = new ArrayList<>();

  Measurements() {}

  /** Takes the only transfer of a test. */
  public void take(Transfer transfer) {
    add(Measure.of("", transfer));
  }

  /**
   * Takes the only transfer of a test, which had a bad path beside a good one.
   *
   * @param worse address of the bad path at either end, such as {@code 10.0.2.1}
   */
  public void take(Transfer transfer, String worse) {
    add(Measure.of("", transfer, IpText.parse(worse)));
  }

  /** Takes one of several transfers of a test, by a name of its own, such as {@code up}. */
  public void takeAs(String name, Transfer transfer) {
    add(Measure.of(name, transfer));
  }

  private synchronized void add(Measure measure) {
    if (taken.stream().anyMatch(m -> m.transfer().equals(measure.transfer()))) {
      throw new IllegalStateException(
          "two transfers of one test are both called \"" + measure.transfer() + "\"");
    }
    taken.add(measure);
  }

  /** Transfers that were taken until now. */
  synchronized List<Measure> taken() {
    return List.copyOf(taken);
  }
}
