// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.lab.Lab;

/**
 * The cables of a lab's NICs: pulling one takes the carrier away, which the guest's kernel sees.
 * Thread-safe.
 */
public final class Cables {
  private final Lab lab;

  Cables(Lab lab) {
    this.lab = lab;
  }

  /** Takes the carrier of a NIC away. */
  public void pull(String host, String nic) {
    lab.setCarrier(host, nic, false);
  }

  /** Gives the carrier of a NIC back. */
  public void plug(String host, String nic) {
    lab.setCarrier(host, nic, true);
  }
}
