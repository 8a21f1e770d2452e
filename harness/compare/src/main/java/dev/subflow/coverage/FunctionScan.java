// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which functions some lines of C are in. They are in kernel style: what begins or ends a function
 * stands in the first column, and of its body only labels and the preprocessor do.
 *
 * @param touched functions with a line that is touched
 * @param begun those of them whose first line is
 * @param outside whether a line is touched that is in no function, and more than a comment; or one
 *     of a macro or condition of which only a heading says that it is in a function
 */
record FunctionScan(Set<String> touched, Set<String> begun, boolean outside) {
  // static bool mptcp_pm_is_init_remote_addr(struct mptcp_sock *msk,
  private static final Pattern BEGINNING =
      Pattern.compile("(?:[A-Za-z_][\\w\\s*]*?[\\s*])?([A-Za-z_]\\w*)\\s*\\(.*");
  // struct mptcp_pm_ops {      int mptcp_close(      but not: out:
  private static final Pattern TOP_LEVEL = Pattern.compile("(?!\\w+:)[A-Za-z_].*");
  // TRACE_EVENT(mptcp_subflow_get_send,     BTF_KFUNCS_START(bpf_mptcp_fmodret_ids)
  private static final Pattern MACRO = Pattern.compile("[A-Z0-9_]+");
  private static final Pattern COMMENT = Pattern.compile("\\s*(?:/\\*.*|\\*.*|//.*)?");
  // int (*get_local_id)(struct mptcp_sock *msk)
  private static final Set<String> TYPES = Set.of("void", "int", "bool", "char", "long");

  FunctionScan {
    touched = Set.copyOf(touched);
    begun = Set.copyOf(begun);
  }

  /** One line, and whether it is touched. */
  record Line(String text, boolean isTouched) {
    Line {
      text = text.stripTrailing();
    }
  }

  /**
   * Reads lines that follow each other.
   *
   * @param heading the first line, which may be cut, of the function that they begin in; empty, or
   *     something else, for none
   */
  static FunctionScan of(String heading, List<Line> lines) {
    Set<String> touched = new TreeSet<>();
    Set<String> begun = new TreeSet<>();
    boolean outside = false;
    Optional<String> in = name(heading);
    // A heading does not tell where its function ends.
    boolean isOnlyHeading = true;
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      boolean isTopLevel = TOP_LEVEL.matcher(line.text()).matches();
      if (isTopLevel) {
        in = isDeclaration(lines, i) ? Optional.empty() : name(line.text());
        isOnlyHeading = false;
      }
      outside |= line.isTouched() && isOnlyHeading && isDirective(lines, i);
      if (line.isTouched() && in.isPresent()) {
        touched.add(in.get());
        if (isTopLevel) {
          begun.add(in.get());
        }
      } else if (line.isTouched()) {
        outside |= !COMMENT.matcher(line.text()).matches();
      }
      if (line.text().startsWith("}") || (isTopLevel && line.text().endsWith("}"))) {
        in = Optional.empty();
        isOnlyHeading = false;
      }
    }
    return new FunctionScan(touched, begun, outside);
  }

  /** Whether a line is the preprocessor's, or one of several of a macro. */
  private static boolean isDirective(List<Line> lines, int at) {
    String text = lines.get(at).text();
    return text.startsWith("#")
        || text.endsWith("\\")
        || (at > 0 && lines.get(at - 1).text().endsWith("\\"));
  }

  /** Whether a semicolon comes before any brace. */
  private static boolean isDeclaration(List<Line> lines, int first) {
    for (Line line : lines.subList(first, lines.size())) {
      if (line.text().endsWith(";")) {
        return true;
      }
      if (line.text().contains("{")) {
        return false;
      }
    }
    return false;
  }

  private static Optional<String> name(String line) {
    Matcher matcher = BEGINNING.matcher(line);
    if (line.endsWith(";") || !matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group(1);
    return TYPES.contains(name) || MACRO.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(name);
  }
}
