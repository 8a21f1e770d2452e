// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * DSS, the data sequence signal: acknowledges data, maps payload onto the data sequence, ends the
 * data. Source: RFC 8684, section 3.3, figure 9.
 *
 * @param dataAck flag A, and flag a where it has 8 octets
 * @param mapping flag M, and flag m where its sequence number has 8 octets
 * @param dataFin flag F: the mapping ends with the last octet there is
 */
public record Dss(Optional<DataSequence> dataAck, Optional<Mapping> mapping, boolean dataFin)
    implements MptcpOption {
  static final int SUBTYPE = 2;

  private static final int HAS_ACK = 0x01;
  private static final int ACK_8 = 0x02;
  private static final int HAS_MAP = 0x04;
  private static final int DSN_8 = 0x08;
  private static final int DATA_FIN = 0x10;

  /**
   * Which octets of the data the payload is.
   *
   * @param dataSequence of the first octet
   * @param subflowSequence of the first octet, relative to the subflow's first; 32 bits
   * @param length octets, 16 bits; 0 makes the mapping infinite (section 3.7)
   * @param checksum 16 bits, where checksums were negotiated
   */
  public record Mapping(
      DataSequence dataSequence, long subflowSequence, int length, OptionalInt checksum) {
    public Mapping {
      Objects.requireNonNull(dataSequence, "dataSequence");
      OptionWriter.u32("subflow sequence number", subflowSequence);
      OptionWriter.u16("data-level length", length);
      checksum.ifPresent(c -> OptionWriter.u16("checksum", c));
    }

    /** Whether all that follows on this subflow is mapped, without another DSS: a fallback. */
    public boolean isInfinite() {
      return length == 0;
    }

    int octets() {
      return dataSequence.octets() + 6 + (checksum.isPresent() ? 2 : 0);
    }

    void write(ByteBuffer out) {
      dataSequence.write(out);
      out.putInt((int) subflowSequence).putShort((short) length);
      checksum.ifPresent(c -> out.putShort((short) c));
    }

    @Override
    public String toString() {
      String sum = checksum.isEmpty() ? "" : " csum=" + OptionWriter.hex16(checksum.getAsInt());
      return "seq="
          + dataSequence
          + " ssn="
          + subflowSequence
          + " len="
          + length
          + (isInfinite() ? "(infinite)" : "")
          + sum;
    }
  }

  public Dss {
    Objects.requireNonNull(dataAck, "dataAck");
    Objects.requireNonNull(mapping, "mapping");
  }

  /** Whether its mapping is infinite, by which a connection falls back to TCP. */
  public boolean isInfinite() {
    return mapping.filter(Mapping::isInfinite).isPresent();
  }

  static MptcpOption read(OptionReader in) {
    if (in.remaining() < 1) {
      return in.unreadable("length", in.length() + " has no room for the flags; 4 at least");
    }
    int flags = in.u8();
    in.reserved(in.low() << 3 | flags >> 5);
    int ackOctets = (flags & HAS_ACK) == 0 ? 0 : (flags & ACK_8) == 0 ? 4 : 8;
    int sequenceOctets = (flags & HAS_MAP) == 0 ? 0 : (flags & DSN_8) == 0 ? 4 : 8;
    int mapOctets = sequenceOctets == 0 ? 0 : sequenceOctets + 6;
    if (in.remaining() < ackOctets + mapOctets) {
      return in.unreadable(
          "length", in.length() + " where the flags need " + (4 + ackOctets + mapOctets));
    }
    check(in, flags);
    Optional<DataSequence> ack = Optional.empty();
    if (ackOctets > 0) {
      ack = Optional.of(DataSequence.read(in, ackOctets));
    }
    Optional<Mapping> mapping = Optional.empty();
    if (mapOctets > 0) {
      mapping = Optional.of(mapping(in, sequenceOctets));
    }
    in.end();
    return new Dss(ack, mapping, (flags & DATA_FIN) != 0);
  }

  private static Mapping mapping(OptionReader in, int sequenceOctets) {
    DataSequence sequence = DataSequence.read(in, sequenceOctets);
    long subflowSequence = in.u32();
    int length = in.u16();
    OptionalInt checksum = in.remaining() >= 2 ? OptionalInt.of(in.u16()) : OptionalInt.empty();
    if (length == 0 && checksum.orElse(0) != 0) {
      in.deviates("checksum", "not 0 in an infinite mapping");
    }
    return new Mapping(sequence, subflowSequence, length, checksum);
  }

  private static void check(OptionReader in, int flags) {
    if ((flags & (HAS_ACK | ACK_8)) == ACK_8) {
      in.deviates("flags", "a (data ACK of 8 octets) without A (data ACK)");
    }
    if ((flags & (HAS_MAP | DSN_8)) == DSN_8) {
      in.deviates("flags", "m (sequence number of 8 octets) without M (mapping)");
    }
    if ((flags & (HAS_MAP | DATA_FIN)) == DATA_FIN) {
      in.deviates("flags", "F (DATA_FIN) without M (mapping)");
    }
  }

  @Override
  public String name() {
    return "DSS";
  }

  @Override
  public int length() {
    return 4 + dataAck.map(DataSequence::octets).orElse(0) + mapping.map(Mapping::octets).orElse(0);
  }

  @Override
  public void write(ByteBuffer out) {
    int ack = dataAck.map(a -> a.octets() == 8 ? HAS_ACK | ACK_8 : HAS_ACK).orElse(0);
    int map =
        mapping.map(m -> m.dataSequence().octets() == 8 ? HAS_MAP | DSN_8 : HAS_MAP).orElse(0);
    OptionWriter.begin(out, length(), SUBTYPE, 0);
    out.put((byte) (ack | map | (dataFin ? DATA_FIN : 0)));
    dataAck.ifPresent(a -> a.write(out));
    mapping.ifPresent(m -> m.write(out));
  }

  @Override
  public String toString() {
    return name()
        + (dataFin ? " DATA_FIN" : "")
        + dataAck.map(a -> " ack=" + a).orElse("")
        + mapping.map(m -> " " + m).orElse("");
  }
}
