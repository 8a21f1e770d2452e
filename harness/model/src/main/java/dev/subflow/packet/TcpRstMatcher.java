// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.MpTcprst;

/** Describes packets with MP_TCPRST. Immutable. */
public final class TcpRstMatcher extends OptionMatcher<TcpRstMatcher, MpTcprst> {
  TcpRstMatcher(Spec<MpTcprst> spec) {
    super(spec);
  }

  @Override
  TcpRstMatcher copy(Spec<MpTcprst> changed) {
    return new TcpRstMatcher(changed);
  }

  /** Only for this reason, as in section 3.6. */
  public TcpRstMatcher reason(int reason) {
    return having("reason=" + reason, o -> o.reason() == reason);
  }

  /** Only with flag T: a new attempt may do better. */
  public TcpRstMatcher transientError() {
    return having("transient", MpTcprst::isTransient);
  }

  /** Only without flag T. */
  public TcpRstMatcher permanentError() {
    return having("not transient", o -> !o.isTransient());
  }
}
