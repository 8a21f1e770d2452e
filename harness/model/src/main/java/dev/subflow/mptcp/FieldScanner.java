// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.ArrayList;
import java.util.List;

/** Cuts the free-form part of an {@code ss} line into items. */
final class FieldScanner {
  private FieldScanner() {}

  static Fields scan(String text) {
    List<String> tokens = tokens(text);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      boolean more = i + 1 < tokens.size();
      int colon = token.indexOf(':');
      if (colon < 0 && more && isRate(tokens.get(i + 1))) {
        // send 3.86Gbps   pacing_rate 7.62Gbps/8Gbps   delivery_rate 200Mbps
        fields.add(new Field(token, tokens.get(++i)));
      } else if (colon == token.length() - 1 && colon > 0 && more) {
        // inet-sockopt: ( recverr is_icsk)   version: 1.3
        fields.add(new Field(token.substring(0, colon), tokens.get(++i)));
      } else if (colon > 0 && colon < token.length() - 1) {
        // token:1f00a3   users:(("ss",pid=1,fd=3))   timer:(keepalive,1min59sec,0)
        fields.add(new Field(token.substring(0, colon), token.substring(colon + 1)));
      } else {
        // fallback   remote_key   cubic   <->
        fields.add(new Field(token, ""));
      }
    }
    return new Fields(fields);
  }

  private static boolean isRate(String token) {
    return token.endsWith("bps") && token.indexOf(':') < 0;
  }

  /** Words; a space inside parentheses or quotes does not end one. */
  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    boolean balanced = true;
    int i = 0;
    while (i < text.length()) {
      if (Character.isWhitespace(text.charAt(i))) {
        i++;
        continue;
      }
      int end = balanced ? grouped(text, i) : -1;
      if (end < 0) {
        balanced = false;
        end = plain(text, i);
      }
      tokens.add(text.substring(i, end));
      i = end;
    }
    return tokens;
  }

  private static int plain(String text, int start) {
    int end = start;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** End of a word with balanced groups, or -1 when one of its groups is never closed. */
  private static int grouped(String text, int start) {
    int depth = 0;
    boolean quoted = false;
    int end = start;
    for (; end < text.length(); end++) {
      char c = text.charAt(end);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '(') {
        depth++;
      } else if (!quoted && c == ')' && depth > 0) {
        depth--;
      } else if (!quoted && depth == 0 && Character.isWhitespace(c)) {
        return end;
      }
    }
    return quoted || depth > 0 ? -1 : end;
  }
}
