// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.DecodedOption;
import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpFail;
import dev.subflow.packet.mptcp.MpFastclose;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.MptcpOption;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Options in words that are the same in each run: keys and tokens by whose they are, of random
 * numbers and of numbers of the data only that they are there.
 */
final class OptionWords {
  /** First of the ports that Linux gives to sockets that ask for none. */
  private static final int EPHEMERAL = 32768;

  private OptionWords() {}

  /**
   * An option that is no DSS.
   *
   * @param own key of who sent it, as far as it is known
   * @param peer key of who gets it
   */
  static String of(DecodedOption decoded, OptionalLong own, OptionalLong peer) {
    String wrong = decoded.conforms() ? "" : " [!" + String.join("; ", decoded.deviations()) + "]";
    return words(decoded.option(), own, peer) + wrong;
  }

  private static String words(MptcpOption option, OptionalLong own, OptionalLong peer) {
    if (option instanceof MpCapable capable) {
      return capable(capable, own, peer);
    } else if (option instanceof MpJoin.Syn join) {
      return "MP_JOIN" + (join.backup() ? " backup" : "") + " id=" + join.addressId() + " token";
    } else if (option instanceof MpJoin.SynAck join) {
      return "MP_JOIN" + (join.backup() ? " backup" : "") + " id=" + join.addressId() + " hmac";
    } else if (option instanceof MpJoin) {
      return "MP_JOIN hmac";
    } else if (option instanceof AddAddr add) {
      return "ADD_ADDR"
          + (add.echo() ? " echo" : "")
          + " id="
          + add.addressId()
          + " "
          + add.address().getHostAddress()
          + (add.port().isPresent() ? " port=" + port(add.port().getAsInt()) : "")
          + (add.truncatedHmac().isPresent() ? " hmac" : "");
    } else if (option instanceof MpFail) {
      return "MP_FAIL seq";
    } else if (option instanceof MpFastclose close) {
      return "MP_FASTCLOSE key=" + whose(OptionalLong.of(close.receiverKey()), own, peer);
    }
    return option.toString();
  }

  private static String capable(MpCapable option, OptionalLong own, OptionalLong peer) {
    StringBuilder text = new StringBuilder("MP_CAPABLE v" + option.version() + " flags=");
    text.append(option.flags().stream().map(MpCapable.Flag::name).collect(Collectors.joining()));
    if (option.senderKey().isPresent()) {
      text.append(" key=").append(whose(option.senderKey(), own, peer));
    }
    if (option.receiverKey().isPresent()) {
      text.append(" peer-key=").append(whose(option.receiverKey(), own, peer));
    }
    text.append(option.dataLength().isPresent() ? " len" : "");
    return text.append(option.checksum().isPresent() ? " csum" : "").toString();
  }

  private static String whose(OptionalLong key, OptionalLong own, OptionalLong peer) {
    return key.equals(own) ? "own" : key.equals(peer) ? "peer" : "other";
  }

  /** A port; of those that nobody chose the word. */
  static String port(int port) {
    return port >= EPHEMERAL ? "ephemeral" : Integer.toString(port);
  }

  /** Form of a DSS, without its numbers: {@code ack8 map8 csum}. */
  static String form(Dss dss) {
    String ack = dss.dataAck().map(a -> "ack" + a.octets()).orElse("");
    String map =
        dss.mapping()
            .map(
                m ->
                    " map"
                        + m.dataSequence().octets()
                        + (m.isInfinite() ? " infinite" : "")
                        + csum(m.checksum()))
            .orElse("");
    return (ack + map).strip();
  }

  private static String csum(OptionalInt checksum) {
    return checksum.isPresent() ? " csum" : "";
  }
}
