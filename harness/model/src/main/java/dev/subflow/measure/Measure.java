// SPDX-License-Identifier: Apache-2.0
package dev.subflow.measure;

import dev.subflow.audit.Transfer;
import java.net.InetAddress;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Numbers of one transfer of a test, by the clock and the captures of the wires.
 *
 * @param transfer its name among those of the test; empty where there is one only
 * @param values in the units of the quantities, each finite
 */
public record Measure(String transfer, Map<Quantity, Double> values) {
  public Measure {
    Objects.requireNonNull(transfer, "transfer");
    Map<Quantity, Double> copy = new EnumMap<>(Quantity.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
    values.forEach(
        (quantity, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(quantity + " of " + value);
          }
        });
  }

  /** The numbers of a transfer over paths that are alike, or of which none is the worse. */
  public static Measure of(String name, Transfer transfer) {
    Map<Quantity, Double> values = new EnumMap<>(Quantity.class);
    values.put(Quantity.GOODPUT, transfer.goodput());
    values.put(Quantity.STALL, transfer.stall().toMillis() / 1e3);
    values.put(Quantity.FRAMES, transfer.frameBytesPerByte());
    values.put(Quantity.AGAIN, transfer.againShare());
    return new Measure(name, values);
  }

  /**
   * The numbers of a transfer, with the share of its worse path.
   *
   * @param worse an address of that path
   */
  public static Measure of(String name, Transfer transfer, InetAddress worse) {
    Map<Quantity, Double> values = new EnumMap<>(of(name, transfer).values());
    values.put(Quantity.WORSE_PATH, transfer.shareOf(worse));
    return new Measure(name, values);
  }
}
