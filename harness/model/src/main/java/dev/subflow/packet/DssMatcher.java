// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.Dss;

/** Describes packets with DSS. Immutable. */
public final class DssMatcher extends OptionMatcher<DssMatcher, Dss> {
  DssMatcher(Spec<Dss> spec) {
    super(spec);
  }

  @Override
  DssMatcher copy(Spec<Dss> changed) {
    return new DssMatcher(changed);
  }

  /** Only those that end the data. */
  public DssMatcher dataFin() {
    return having("DATA_FIN", Dss::dataFin);
  }

  /** Only those with an infinite mapping, the fallback of section 3.7. */
  public DssMatcher infinite() {
    return having("infinite mapping", Dss::isInfinite);
  }

  /** Only those with a data acknowledgement. */
  public DssMatcher dataAck() {
    return having("data ACK", o -> o.dataAck().isPresent());
  }

  /** Only those with a mapping. */
  public DssMatcher mapping() {
    return having("mapping", o -> o.mapping().isPresent());
  }

  /** Only those with a mapping of so many octets. */
  public DssMatcher length(int octets) {
    return having("len=" + octets, o -> o.mapping().filter(m -> m.length() == octets).isPresent());
  }

  /** Only those with a mapping that has a checksum. */
  public DssMatcher checksum() {
    return having("checksum", o -> o.mapping().filter(m -> m.checksum().isPresent()).isPresent());
  }

  /** Only those with a mapping that has no checksum. */
  public DssMatcher withoutChecksum() {
    return having(
        "without checksum", o -> o.mapping().filter(m -> m.checksum().isEmpty()).isPresent());
  }
}
