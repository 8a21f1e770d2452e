// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import dev.subflow.packet.Segment;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpFail;
import dev.subflow.packet.mptcp.MpFastclose;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.MpPrio;
import dev.subflow.packet.mptcp.MpTcprst;
import dev.subflow.packet.mptcp.MptcpOption;
import dev.subflow.packet.mptcp.RemoveAddr;
import java.net.Inet6Address;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What tshark's fields of a segment's options must hold, of all its options in their order. */
final class TsharkColumns {
  static final String PREFIX = "tcp.options.mptcp.";

  /** All fields of {@code tshark -G fields} with that prefix that stand for octets. */
  static final List<String> NAMES =
      List.of(
          "subtype",
          "version",
          "flags",
          "checksumreq.flags",
          "extensibility.flag",
          "nomoresubflows.flag",
          "sha256.flag",
          "backup.flag",
          "datafin.flag",
          "dseqn8.flag",
          "dseqnpresent.flag",
          "dataack8.flag",
          "dataackpresent.flag",
          "flag_U.flag",
          "flag_V.flag",
          "flag_W.flag",
          "flag_T.flag",
          "rst_reason",
          "addrid",
          "sendkey",
          "recvkey",
          "recvtok",
          "sendrand",
          "sendtrunchmac",
          "sendhmac",
          "addaddrtrunchmac",
          "rawdataack",
          "rawdataseqno",
          "subflowseqno",
          "datalvllen",
          "checksum",
          "echo",
          "ipv4",
          "ipv6",
          "port",
          "reserved",
          "reserved.flag");

  /**
   * The checksums of DSS, which tshark 4.0.17 has a field for and never fills: after the data-level
   * length it asks for four octets more where RFC 8684, section 3.3, figure 9, has two.
   */
  static final String UNSEEN = "checksum";

  private final Map<String, StringJoiner> values = new LinkedHashMap<>();
  private final StringJoiner seen = new StringJoiner(",");

  static TsharkColumns of(Segment segment) {
    TsharkColumns columns = new TsharkColumns();
    segment.mptcp().forEach(o -> columns.add(o.option()));
    return columns;
  }

  /** As tshark prints it; empty when no option has that field. */
  String value(String name) {
    StringJoiner all = values.get(name);
    return all == null ? "" : all.toString();
  }

  /** What tshark prints of the field that it does not always fill. */
  String seen() {
    return seen.toString();
  }

  private void put(String name, Object value) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(name);
    }
    values.computeIfAbsent(name, n -> new StringJoiner(",")).add(value.toString());
  }

  private void flag(String name, boolean set) {
    put(name, set ? 1 : 0);
  }

  private void hex(String name, int digits, long value) {
    put(name, String.format("0x%0" + digits + "x", value));
  }

  private void u64(String name, long value) {
    put(name, Long.toUnsignedString(value));
  }

  private void add(MptcpOption option) {
    put("subtype", option.encode().at(2) >> 4);
    if (option instanceof MpCapable o) {
      capable(o);
    } else if (option instanceof MpJoin o) {
      join(o);
    } else if (option instanceof Dss o) {
      signal(o);
    } else if (option instanceof AddAddr o) {
      announcement(o);
    } else if (option instanceof RemoveAddr o) {
      o.addressIds().forEach(id -> put("addrid", id));
    } else if (option instanceof MpPrio o) {
      hex("flags", 2, o.encode().at(2));
      flag("backup.flag", o.backup());
    } else if (option instanceof MpFail o) {
      hex("reserved", 4, 0);
      u64("rawdataseqno", o.dataSequence());
    } else if (option instanceof MpFastclose o) {
      hex("reserved", 4, 0);
      u64("recvkey", o.receiverKey());
    } else if (option instanceof MpTcprst o) {
      hex("flags", 2, o.encode().at(2));
      flag("flag_U.flag", (o.flags() & 8) != 0);
      flag("flag_V.flag", (o.flags() & 4) != 0);
      flag("flag_W.flag", (o.flags() & 2) != 0);
      flag("flag_T.flag", o.isTransient());
      hex("rst_reason", 2, o.reason());
    }
  }

  private void capable(MpCapable o) {
    int flags = o.encode().at(3);
    put("version", o.version());
    hex("flags", 2, flags);
    flag("checksumreq.flags", (flags & 0x80) != 0);
    flag("extensibility.flag", (flags & 0x40) != 0);
    flag("nomoresubflows.flag", (flags & 0x20) != 0);
    flag("sha256.flag", (flags & 1) != 0);
    hex("reserved.flag", 2, flags >> 1 & 0xf);
    o.senderKey().ifPresent(k -> u64("sendkey", k));
    o.receiverKey().ifPresent(k -> u64("recvkey", k));
    o.dataLength().ifPresent(l -> put("datalvllen", l));
    o.checksum().ifPresent(c -> hex(UNSEEN, 4, c));
    o.checksum().ifPresent(c -> seen.add(String.format("0x%04x", c)));
  }

  private void join(MpJoin option) {
    if (option instanceof MpJoin.Syn o) {
      hex("flags", 2, o.encode().at(2));
      flag("backup.flag", o.backup());
      put("addrid", o.addressId());
      put("recvtok", o.token());
      put("sendrand", o.nonce());
    } else if (option instanceof MpJoin.SynAck o) {
      hex("flags", 2, o.encode().at(2));
      flag("backup.flag", o.backup());
      put("addrid", o.addressId());
      u64("sendtrunchmac", o.truncatedHmac());
      put("sendrand", o.nonce());
    } else if (option instanceof MpJoin.Ack o) {
      hex("reserved", 4, 0);
      put("sendhmac", o.hmac());
    }
  }

  private void signal(Dss o) {
    int flags = o.encode().at(3);
    hex("flags", 2, flags);
    flag("datafin.flag", o.dataFin());
    flag("dseqn8.flag", (flags & 8) != 0);
    flag("dseqnpresent.flag", o.mapping().isPresent());
    flag("dataack8.flag", (flags & 2) != 0);
    flag("dataackpresent.flag", o.dataAck().isPresent());
    o.dataAck().ifPresent(a -> u64("rawdataack", a.value()));
    o.mapping()
        .ifPresent(
            m -> {
              u64("rawdataseqno", m.dataSequence().value());
              put("subflowseqno", m.subflowSequence());
              put("datalvllen", m.length());
              m.checksum().ifPresent(c -> hex(UNSEEN, 4, c));
            });
  }

  private void announcement(AddAddr o) {
    flag("echo", o.echo());
    put("addrid", o.addressId());
    put(o.address() instanceof Inet6Address ? "ipv6" : "ipv4", IpText.format(o.address()));
    o.port().ifPresent(p -> put("port", p));
    o.truncatedHmac().ifPresent(h -> u64("addaddrtrunchmac", h));
  }
}
