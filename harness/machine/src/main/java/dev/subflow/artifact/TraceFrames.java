// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The frames in lines of a kernel's trace, such as {@code mptcp_sendmsg+0x1a3/0x540 [mptcp]}: see
 * sprint_symbol in kernel/kallsyms.c. A guest wrote the lines, so nothing that is not exactly a
 * frame leaves them.
 *
 * @param lines of the trace
 * @param frames in the order of the lines
 */
record TraceFrames(List<String> lines, List<Frame> frames) {
  /** A trace has dozens; what has more is noise, or made to keep somebody busy. */
  private static final int MOST = 4000;

  private static final int LONGEST_LINE = 4096;

  private static final Pattern FRAME =
      Pattern.compile(
          "(?<![\\w.$])([A-Za-z_][\\w.$]{0,127})\\+0x([0-9a-f]{1,7})/0x([0-9a-f]{1,7})(?![0-9a-f])"
              + "(?: \\[(\\w[\\w-]{0,54})\\])?");

  // 17 net/mptcp/protocol.c:1842 ./include/net/sock.h:12
  private static final Pattern ANSWER =
      Pattern.compile("(\\d{1,5})((?: [\\w./+-]{1,256}:\\d{1,7}){1,20})");

  /**
   * A frame.
   *
   * @param line index of its line
   * @param end where it ends in the line
   * @param offset of the instruction in the function, in octets
   * @param size of the function, in octets
   * @param module empty for the kernel itself
   */
  record Frame(int line, int end, String function, int offset, int size, String module) {
    /** As it is asked for. */
    private String question(int index) {
      return index
          + " "
          + function
          + " "
          + Integer.toHexString(offset)
          + " "
          + Integer.toHexString(size)
          + " "
          + (module.isEmpty() ? "-" : module.replace('-', '_'));
    }
  }

  static TraceFrames of(List<String> lines) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < lines.size() && frames.size() < MOST; i++) {
      String line = lines.get(i);
      if (line.length() > LONGEST_LINE) {
        continue;
      }
      Matcher frame = FRAME.matcher(line);
      while (frame.find()) {
        int offset = Integer.parseInt(frame.group(2), 16);
        // A return address is that of the next instruction, which may be of another line.
        boolean isCall = !line.contains("RIP:") && offset > 0;
        frames.add(
            new Frame(
                i,
                frame.end(),
                frame.group(1),
                isCall ? offset - 1 : offset,
                Integer.parseInt(frame.group(3), 16),
                frame.group(4) == null ? "" : frame.group(4)));
      }
    }
    return new TraceFrames(List.copyOf(lines), List.copyOf(frames));
  }

  /** One line per frame: its index, function, offset, size and module. */
  String questions() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < frames.size(); i++) {
      text.append(frames.get(i).question(i)).append('\n');
    }
    return text.toString();
  }

  /**
   * The lines, with file and line after each frame that an answer names.
   *
   * @param answers lines of an index and places; anything else among them is left out
   * @param roots folders that sources were compiled in, which places are shown without
   */
  String located(List<String> answers, List<String> roots) {
    Map<Integer, List<String>> places = new HashMap<>();
    for (String answer : answers) {
      Matcher matcher = ANSWER.matcher(answer);
      if (matcher.matches() && Integer.parseInt(matcher.group(1)) < frames.size()) {
        places.put(
            Integer.parseInt(matcher.group(1)),
            Arrays.stream(matcher.group(2).strip().split(" ")).map(p -> shown(p, roots)).toList());
      }
    }
    List<StringBuilder> texts =
        lines.stream().map(StringBuilder::new).collect(Collectors.toCollection(ArrayList::new));
    for (int i = frames.size() - 1; i >= 0; i--) {
      List<String> found = places.getOrDefault(i, List.of());
      if (!found.isEmpty()) {
        Frame frame = frames.get(i);
        texts.get(frame.line()).insert(frame.end(), " (" + String.join(" < ", found) + ")");
      }
    }
    return texts.stream().map(t -> t + "\n").collect(Collectors.joining());
  }

  private static String shown(String place, List<String> roots) {
    for (String root : roots) {
      if (place.startsWith(root + "/")) {
        return place.substring(root.length() + 1);
      }
    }
    return place.startsWith("./") ? place.substring(2) : place;
  }
}
