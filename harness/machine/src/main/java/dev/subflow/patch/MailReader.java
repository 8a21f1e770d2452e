// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import dev.subflow.failure.UsageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.MimeUtil;

/**
 * Reads one mail: its subject, and its texts in their order, attached ones too. A body is taken as
 * it was sent, so {@code format=flowed} joins no lines. Anybody may have sent it; a mail that is
 * damaged or beyond all measure is refused.
 */
final class MailReader {
  private static final int LONGEST_SUBJECT_BYTES = 2000;
  private static final MimeConfig LIMITS =
      MimeConfig.custom()
          .setMaxLineLen(-1)
          .setMaxHeaderCount(1000)
          .setMaxHeaderLen(1 << 20)
          .setMaxTotalHeaderLen(1 << 20)
          .setMaxPartCount(1000)
          .setMaxNestingDepth(20)
          .build();

  /** Parts that are no patch, though they may look like one or be unreadable. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "text/html",
          "application/pgp-signature",
          "application/pkcs7-signature",
          "application/x-pkcs7-signature");

  private static final Pattern SINGLE_SPACE = Pattern.compile("(?md)^ [^ \n]");

  private final MimeTokenStream stream = new MimeTokenStream(LIMITS);
  private final StringBuilder text = new StringBuilder();
  private MailSubject subject = MailSubject.NONE;
  private boolean isFlowed;
  private int headers;

  private MailReader() {}

  /**
   * The mail; of a reply the subject alone.
   *
   * @param name of its file, for messages
   * @throws UsageException when it is damaged
   */
  static Mail read(String name, Mailbox.Raw raw) {
    if (!raw.isMail()) {
      return Mail.ofDiff(lineEnds(Charsets.decode(bytes(raw.body()), Optional.empty())));
    }
    MailReader reader = new MailReader();
    try {
      reader.read(
          new SequenceInputStream(
              new ByteArrayInputStream(bytes(raw.header() + "\n")),
              new ByteArrayInputStream(bytes(raw.body()))));
    } catch (MimeException | IOException e) {
      throw new UsageException(
          "The mail \""
              + reader.subject.text()
              + "\" in "
              + name
              + " can't be read: "
              + e.getMessage()
              + ". It may have been damaged on its way. Save it anew, as \"raw\" of"
              + " lore.kernel.org gives it, or give its diff alone.",
          e);
    }
    return Mail.of(reader.subject, reader.text.toString());
  }

  private static byte[] bytes(String raw) {
    return raw.getBytes(StandardCharsets.ISO_8859_1);
  }

  private void read(InputStream mail) throws IOException, MimeException {
    stream.parse(mail);
    for (EntityState state = stream.getState();
        state != EntityState.T_END_OF_STREAM;
        state = stream.next()) {
      if (state == EntityState.T_START_HEADER) {
        headers++;
        isFlowed = false;
      } else if (state == EntityState.T_FIELD) {
        field(stream.getField());
      } else if (state == EntityState.T_END_HEADER && subject.isReply()) {
        return;
      } else if (state == EntityState.T_BODY) {
        body(stream.getBodyDescriptor(), stream.getInputStream());
      }
    }
  }

  private void field(Field field) {
    String name = field.getName().toLowerCase(Locale.ROOT);
    if (name.equals("subject") && headers == 1 && subject.text().isEmpty()) {
      byte[] line = field.getRaw().toByteArray();
      int begin = "subject:".length();
      int length = Math.min(line.length - begin, LONGEST_SUBJECT_BYTES);
      String value =
          Charsets.decode(Arrays.copyOfRange(line, begin, begin + length), Optional.empty());
      subject = MailSubject.parse(MimeUtil.unscrambleHeaderValue(value));
    } else if (name.equals("content-type") && field instanceof RawField type) {
      isFlowed =
          RawFieldParser.DEFAULT.parseRawBody(type).getParams().stream()
              .anyMatch(
                  p ->
                      "format".equalsIgnoreCase(p.getName())
                          && "flowed".equalsIgnoreCase(p.getValue()));
    }
  }

  private void body(BodyDescriptor part, InputStream raw) throws IOException {
    String type = Objects.requireNonNullElse(part.getMimeType(), "text/plain");
    if (LEFT_OUT.contains(type) || !type.matches("(?:text|application)/.*")) {
      return;
    }
    boolean isBase64 = MimeUtil.isBase64Encoding(part.getTransferEncoding());
    byte[] bytes =
        isBase64
            ? base64(raw.readAllBytes())
            : MimeUtil.isQuotedPrintableEncoded(part.getTransferEncoding())
                ? quotedPrintable(raw)
                : raw.readAllBytes();
    String decoded = lineEnds(Charsets.decode(bytes, Optional.ofNullable(part.getCharset())));
    if (!type.startsWith("text/") && !Mail.hasDiff(decoded)) {
      return;
    }
    text.append(isFlowed ? unstuffed(decoded) : decoded);
    // The one before a boundary belongs to that.
    if (!decoded.endsWith("\n") || (headers > 1 && !isBase64)) {
      text.append('\n');
    }
  }

  private static byte[] base64(byte[] encoded) throws IOException {
    String text = new String(encoded, StandardCharsets.ISO_8859_1);
    int padding = text.indexOf('=');
    boolean goesOn =
        padding >= 0
            && text.chars().skip(padding).anyMatch(c -> c != '=' && !Character.isWhitespace(c));
    if (goesOn) {
      throw new IOException("its base64 text goes on after its end");
    }
    try (InputStream decoded =
        new Base64InputStream(new ByteArrayInputStream(encoded), DecodeMonitor.STRICT)) {
      return decoded.readAllBytes();
    }
  }

  private static byte[] quotedPrintable(InputStream encoded) throws IOException {
    try (InputStream decoded = new QuotedPrintableInputStream(encoded, DecodeMonitor.SILENT)) {
      return decoded.readAllBytes();
    }
  }

  /** Twice, as an encoded line end may come before the one of its line. */
  private static String lineEnds(String text) {
    return text.replace("\r\n", "\n").replace("\r\n", "\n");
  }

  /**
   * Takes away the space that goes before each line that begins with one, where the sender put it
   * there. Many say {@code format=flowed} and don't.
   */
  private static String unstuffed(String text) {
    return SINGLE_SPACE.matcher(text).find() ? text : text.replaceAll("(?md)^ ", "");
  }
}
