// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import dev.subflow.guest.CommandResult;
import dev.subflow.mptcp.Limits;

/** The limits of a host's kernel path manager. Thread-safe. */
public final class LimitSettings {
  private final Tools tools;

  LimitSettings(Tools tools) {
    this.tools = tools;
  }

  /** The limits now. */
  public Limits get() {
    return Limits.parse(tools.succeed(IpMptcp.limits()).stdout());
  }

  /** Sets limits; those not named stay. */
  public void set(Limits.Setting... settings) {
    tools.succeed(IpMptcp.limits(settings));
  }

  /** Tries to set limits; for what the kernel must refuse. */
  public CommandResult trySet(Limits.Setting... settings) {
    return tools.run(tools.command(IpMptcp.limits(settings)));
  }
}
