// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A 48-bit Ethernet address in its lower-case, colon-separated form, such as {@code
 * 52:54:00:00:01:02}.
 */
public record MacAddress(String text) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

  public MacAddress {
    text = text.toLowerCase(Locale.ROOT);
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a MAC address; write it as 52:54:00:12:34:56");
    }
  }

  /** Whether the group bit is set, which no NIC's own address may have. */
  public boolean isMulticast() {
    return (Integer.parseInt(text.substring(0, 2), 16) & 1) != 0;
  }

  /** Whether all bits are zero, which no NIC's own address may be. */
  public boolean isZero() {
    return text.equals("00:00:00:00:00:00");
  }

  @Override
  public String toString() {
    return text;
  }
}
