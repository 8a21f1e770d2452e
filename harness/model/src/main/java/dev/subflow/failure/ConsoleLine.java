// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a console that the kernel wrote, at least its end.
 *
 * <p>The kernel's word is what carries printk's time stamp (source: {@code print_prefix} in {@code
 * kernel/printk/printk.c}). It may stand in the middle of a line, behind half a line of a program,
 * behind a loglevel, or behind "** 12 printk messages dropped **" of older kernels. A program that
 * writes a whole time stamp of its own can't be told from the kernel; one that writes to {@code
 * /dev/kmsg} can't either.
 *
 * @param before what a program had printed before it on the same line; empty most often
 * @param stamp seconds since the boot, as printed
 * @param caller {@code T123} or {@code C0} of kernels with CONFIG_PRINTK_CALLER; empty of others
 * @param text what the kernel said
 */
record ConsoleLine(String before, String stamp, String caller, String text) {
  private static final int LENGTH = 1000;
  private static final String STAMP =
      "\\[ {0,12}(\\d{1,10}\\.\\d{6})\\](?:\\[ {0,12}([TC]\\d{1,10})[^\\]\\[]{0,40}\\])?";
  // [    3.141592] text     [    3.141592][  T123] text     <4>[    3.141592] text
  private static final Pattern WHOLE = Pattern.compile("^(?:<\\d{1,3}>)?" + STAMP + " ?(.*)$");
  // syzkaller login: [   35.184476] BUG: ...     # t_memory_reg[   33.431191] general ...
  private static final Pattern END = Pattern.compile("(?:<\\d{1,3}>)?" + STAMP + " (.*)$");

  static Optional<ConsoleLine> of(String raw) {
    String line = raw.length() > LENGTH ? raw.substring(0, LENGTH) : raw;
    Matcher matcher = WHOLE.matcher(line);
    if (!matcher.find()) {
      matcher = END.matcher(line);
      if (!matcher.find()) {
        return Optional.empty();
      }
    }
    String caller = matcher.group(2) == null ? "" : matcher.group(2);
    return Optional.of(
        new ConsoleLine(
            line.substring(0, matcher.start()), matcher.group(1), caller, matcher.group(3)));
  }

  /** A later line of the kernel that follows on the same one, as the first was never ended. */
  Optional<ConsoleLine> next() {
    Matcher matcher = END.matcher(text);
    if (!matcher.find() || Double.parseDouble(matcher.group(1)) < seconds()) {
      return Optional.empty();
    }
    String of = matcher.group(2) == null ? "" : matcher.group(2);
    return Optional.of(new ConsoleLine(before, matcher.group(1), of, matcher.group(3)));
  }

  /** The text of a line without what printk puts before it; a line of something else as it is. */
  static String textOf(String line) {
    return of(line).map(ConsoleLine::text).orElse(line);
  }

  double seconds() {
    return Double.parseDouble(stamp);
  }
}
