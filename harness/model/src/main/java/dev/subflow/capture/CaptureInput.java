// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import dev.subflow.packet.LinkType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The bytes of a capture one after the other, and what of them can't be read. */
final class CaptureInput {
  /** Longer than any frame or block that a tool writes; what says more is damaged. */
  static final int MAX_BYTES = 256 << 20;

  private final String name;
  private final InputStream in;
  private final List<String> gaps = new ArrayList<>();
  private long position;

  CaptureInput(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  /** Index of the next byte. */
  long position() {
    return position;
  }

  /** The next bytes; fewer when the file ends before. */
  byte[] read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    position += bytes.length;
    return bytes;
  }

  List<String> gaps() {
    return gaps;
  }

  /** Notes that the file ends within what began at a byte. */
  void cutOff(long start) {
    gaps.add(name + " is cut off at byte " + position + ", in what begins at byte " + start);
  }

  /** Notes that something can't be read. */
  void damaged(long start, String how) {
    gaps.add(name + ": the block at byte " + start + " " + how);
  }

  CaptureFormatException refused(String why) {
    return new CaptureFormatException(name + " " + why);
  }

  /** The link type of a number that is among those that are read. */
  LinkType link(int number) throws CaptureFormatException {
    return LinkType.of(number)
        .orElseThrow(
            () ->
                refused(
                    "has frames of link type "
                        + number
                        + ", which are not read; known are "
                        + Arrays.stream(LinkType.values())
                            .map(t -> t + " (" + t.number() + ")")
                            .collect(Collectors.joining(", "))));
  }
}
