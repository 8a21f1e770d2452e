// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import java.util.Objects;

/**
 * A patch series.
 *
 * @param id its number on the server
 * @param name its title
 * @param patches how many patches it has
 * @param mbox the patches, as a mailbox in their order
 */
public record Series(int id, String name, int patches, String mbox) {
  public Series {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(mbox, "mbox");
  }
}
