// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One mail of a mailbox, or a text that is none.
 *
 * @param headers by lower-case name, unfolded; empty for a text that is no mail
 * @param body decoded
 */
record Mail(Map<String, String> headers, String body) {
  // From 1234567890123456789012345678901234567890 Mon Sep 17 00:00:00 2001
  // From git@z Thu Jan  1 00:00:00 1970
  private static final Pattern ENVELOPE =
      Pattern.compile("From \\S+ +\\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d .*");
  // Subject: [PATCH net-next v2 03/12] mptcp: fix it
  private static final Pattern HEADER = Pattern.compile("([A-Za-z][A-Za-z0-9-]*):(?: (.*)|)");
  private static final Pattern NUMBERED =
      Pattern.compile("\\[[^\\]]*?\\b(\\d{1,4})/(\\d{1,4})\\b[^\\]]*\\]");
  private static final Pattern DIFF =
      Pattern.compile("(?m)^(diff --git |--- \\S.*\\n\\+\\+\\+ \\S)");

  Mail {
    headers = Map.copyOf(headers);
  }

  /** The mails of a mailbox; a text without an envelope line is one by itself. */
  static List<Mail> split(String text) {
    List<Mail> mails = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    boolean afterBlank = true;
    boolean quoted = false;
    for (String line : text.split("\n", -1)) {
      boolean begins = afterBlank && ENVELOPE.matcher(line).matches();
      if (begins) {
        if (lines.stream().anyMatch(l -> !l.isBlank())) {
          mails.add(of(lines, quoted));
        }
        lines.clear();
        quoted = true;
      } else {
        lines.add(line);
      }
      afterBlank = line.isEmpty();
    }
    if (lines.stream().anyMatch(l -> !l.isBlank())) {
      mails.add(of(lines, quoted));
    }
    return List.copyOf(mails);
  }

  private static Mail of(List<String> lines, boolean isMail) {
    Map<String, String> headers = new LinkedHashMap<>();
    int line = 0;
    String last = "";
    for (; line < lines.size() && !lines.get(line).isEmpty(); line++) {
      String text = lines.get(line);
      Matcher header = HEADER.matcher(text);
      if (text.matches("[ \\t].*") && !last.isEmpty()) {
        headers.merge(last, text.strip(), (a, b) -> a + " " + b);
      } else if (header.matches()) {
        last = header.group(1).toLowerCase(Locale.ROOT);
        headers.put(last, Optional.ofNullable(header.group(2)).orElse("").strip());
      } else {
        break;
      }
    }
    boolean hasHeaders =
        headers.containsKey("subject") && line < lines.size() && lines.get(line).isEmpty();
    if (!hasHeaders) {
      return new Mail(Map.of(), String.join("\n", lines));
    }
    List<String> rest = lines.subList(line + 1, lines.size());
    String body =
        String.join(
            "\n",
            isMail ? rest.stream().map(l -> l.replaceFirst("^>(>*From )", "$1")).toList() : rest);
    return new Mail(headers, decoded(headers, body));
  }

  private static String decoded(Map<String, String> headers, String body) {
    String encoding =
        headers.getOrDefault("content-transfer-encoding", "").toLowerCase(Locale.ROOT).strip();
    return switch (encoding) {
      case "base64" ->
          new String(Base64.getMimeDecoder().decode(body), StandardCharsets.UTF_8)
              .replace("\r\n", "\n");
      case "quoted-printable" -> quotedPrintable(body);
      default -> body;
    };
  }

  private static String quotedPrintable(String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '=') {
        out.write(in[i]);
      } else if (i + 1 < in.length && in[i + 1] == '\n') {
        i++;
      } else if (i + 2 < in.length && isHex(in[i + 1]) && isHex(in[i + 2])) {
        out.write(Character.digit(in[i + 1], 16) << 4 | Character.digit(in[i + 2], 16));
        i += 2;
      } else {
        out.write('=');
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static boolean isHex(byte character) {
    return Character.digit(character, 16) >= 0;
  }

  boolean hasDiff() {
    return DIFF.matcher(body).find();
  }

  /** The subject without its {@code [PATCH ...]}. */
  Optional<String> title() {
    return Optional.ofNullable(headers.get("subject"))
        .map(subject -> subject.replaceFirst("^(\\[[^\\]]*\\]\\s*)+", ""));
  }

  private Optional<Integer> number() {
    Matcher number = NUMBERED.matcher(headers.getOrDefault("subject", ""));
    return number.find() ? Optional.of(Integer.valueOf(number.group(1))) : Optional.empty();
  }

  /** By their numbers if each has one of its own: archives keep mails as they came. */
  static List<Mail> inOrder(List<Mail> mails) {
    long numbers = mails.stream().map(Mail::number).flatMap(Optional::stream).distinct().count();
    if (numbers != mails.size()) {
      return mails;
    }
    return mails.stream().sorted(Comparator.comparing(m -> m.number().orElseThrow())).toList();
  }
}
