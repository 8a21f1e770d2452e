// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps the head and the tail of a stream, at most {@code limit} bytes. Thread-safe. */
final class OutputKeeper {
  private final int headLimit;
  private final int tailLimit;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream(256);
  private byte[] tail = new byte[0];
  private int tailLength;
  private long total;
  private Optional<Consumer<byte[]>> follower = Optional.empty();

  OutputKeeper(int limit) {
    this.tailLimit = limit / 2;
    this.headLimit = limit - tailLimit;
  }

  /** Hands on everything that is appended; a first follower gets what was kept before too. */
  synchronized void follow(Consumer<byte[]> consumer) {
    if (follower.isEmpty() && total > 0) {
      consumer.accept(text().getBytes(StandardCharsets.UTF_8));
    }
    follower = Optional.of(consumer);
  }

  synchronized void append(byte[] bytes) {
    follower.ifPresent(f -> f.accept(bytes));
    total += bytes.length;
    int toHead = Math.min(bytes.length, headLimit - head.size());
    head.write(bytes, 0, toHead);
    appendToTail(bytes, toHead, bytes.length - toHead);
  }

  /** The buffer grows to twice the limit; when it is full, its second half is what is kept. */
  private void appendToTail(byte[] bytes, int from, int length) {
    int skip = Math.max(0, length - tailLimit);
    int wanted = length - skip;
    if (tailLength + wanted > tail.length) {
      int keep = Math.min(tailLength, tailLimit);
      byte[] grown = tail;
      if (tail.length < 2 * tailLimit) {
        grown = new byte[Math.min(2 * tailLimit, 2 * (keep + wanted))];
      }
      System.arraycopy(tail, tailLength - keep, grown, 0, keep);
      tail = grown;
      tailLength = keep;
    }
    System.arraycopy(bytes, from + skip, tail, tailLength, wanted);
    tailLength += wanted;
  }

  /** Bytes that were ever appended. */
  synchronized long total() {
    return total;
  }

  /** Output that was kept, UTF-8 decoded, with a line where something was left out. */
  synchronized String text() {
    int keep = Math.min(tailLength, tailLimit);
    long missing = total - head.size() - keep;
    if (missing > 0) {
      return head.toString(StandardCharsets.UTF_8)
          + "\n[... "
          + missing
          + " bytes left out ...]\n"
          + new String(tail, tailLength - keep, keep, StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream(head.size() + keep);
    whole.writeBytes(head.toByteArray());
    whole.write(tail, tailLength - keep, keep);
    return whole.toString(StandardCharsets.UTF_8);
  }
}
