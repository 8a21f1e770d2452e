// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import dev.subflow.failure.Splat;
import java.util.List;

/**
 * A guest that had its time and a machine to run on, and did not get ready: its kernel may be at
 * fault. Verdict INCONCLUSIVE like other losses, but FAIL where booting is what is tested.
 */
public final class GuestNotBootedException extends GuestLostException {
  private final transient List<Splat> splats;

  /**
   * A guest that did not get ready.
   *
   * @param splats what its kernel printed, in order
   */
  public GuestNotBootedException(
      String guest, String message, List<Splat> splats, Throwable cause) {
    super(guest, message, cause);
    this.splats = List.copyOf(splats);
  }

  @Override
  public List<Splat> splats() {
    return splats;
  }
}
