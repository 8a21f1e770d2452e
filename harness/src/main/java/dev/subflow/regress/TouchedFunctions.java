// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which functions of net/mptcp a patch touches, as far as the patch alone tells: by the functions
 * that git names at its hunks, and by definitions within them. Blank lines and comments touch
 * nothing.
 *
 * @param names of the functions
 * @param elsewhere files of the kernel in which it changes something that is in no function, or in
 *     no file of net/mptcp: what depends on it can't be told
 */
public record TouchedFunctions(SortedSet<String> names, SortedSet<String> elsewhere) {
  private static final String COVERED = "net/mptcp/";
  // "@@ -3332,7 +3332,7 @@ void mptcp_set_state(struct sock *sk, int state)"
  private static final Pattern HUNK =
      Pattern.compile(
          "@@ -\\d{1,9}(?:,(\\d{1,9}))? \\+\\d{1,9}(?:,(\\d{1,9}))? @@ ?(.{0,500}).{0,9999}");
  // "static bool subflow_token_join_request(struct request_sock *req)"
  private static final Pattern DEFINITION =
      Pattern.compile("[A-Za-z_][\\w\\s*]{0,200}?\\b(\\w{1,100})\\s?\\(.{0,500}");
  private static final Pattern NOT_IN_THE_KERNEL =
      Pattern.compile("Documentation/.*|tools/.*|samples/.*|MAINTAINERS|CREDITS|.*\\.rst");

  public TouchedFunctions {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    elsewhere = Collections.unmodifiableSortedSet(new TreeSet<>(elsewhere));
  }

  /** Reads a unified diff, or several, with or without mails around them. */
  public static TouchedFunctions of(String diff) {
    Reader reader = new Reader();
    diff.lines().forEach(reader::line);
    return new TouchedFunctions(reader.names, reader.elsewhere);
  }

  /** Whether the patch changes nothing that runs. */
  public boolean isNothing() {
    return names.isEmpty() && elsewhere.isEmpty();
  }

  private static final class Reader {
    private final SortedSet<String> names = new TreeSet<>();
    private final SortedSet<String> elsewhere = new TreeSet<>();
    private String file = "";
    private int oldLines;
    private int newLines;
    private @Nullable String function;

    void line(String line) {
      if (oldLines > 0 || newLines > 0) {
        inHunk(line);
      } else if (line.startsWith("--- ") || line.startsWith("+++ ")) {
        file(line.substring(4).split("\t", 2)[0].strip());
      } else {
        hunk(HUNK.matcher(line));
      }
    }

    private void file(String path) {
      if (!path.equals("/dev/null")) {
        file = path.replaceFirst("^[ab]/", "");
      }
    }

    private void hunk(Matcher matcher) {
      if (matcher.matches()) {
        oldLines = count(matcher.group(1));
        newLines = count(matcher.group(2));
        function = defined(matcher.group(3));
      }
    }

    private static int count(@Nullable String text) {
      return text == null ? 1 : Integer.parseInt(text);
    }

    private void inHunk(String line) {
      char mark = line.isEmpty() ? ' ' : line.charAt(0);
      if (mark == '\\') { // "\ No newline at end of file"
        return;
      }
      oldLines -= mark == '+' ? 0 : 1;
      newLines -= mark == '-' ? 0 : 1;
      String code = line.isEmpty() ? "" : line.substring(1);
      if (!code.isEmpty() && (Character.isLetter(code.charAt(0)) || code.charAt(0) == '_')) {
        boolean isLabel = code.strip().endsWith(":");
        function = isLabel ? function : defined(code);
      }
      if (mark != ' ' && !isBlankOrComment(code.strip())) {
        changed();
      }
      if (code.startsWith("}")) {
        function = null;
      }
    }

    private void changed() {
      if (NOT_IN_THE_KERNEL.matcher(file).matches()) {
        return;
      }
      if (function != null && file.startsWith(COVERED)) {
        names.add(function);
      } else {
        elsewhere.add(file);
      }
    }

    private static @Nullable String defined(String code) {
      Matcher matcher = DEFINITION.matcher(code);
      return matcher.matches() && !code.strip().endsWith(";") ? matcher.group(1) : null;
    }

    private static boolean isBlankOrComment(String code) {
      return code.isEmpty()
          || code.startsWith("/*")
          || code.startsWith("*/")
          || code.equals("*")
          || code.startsWith("* ")
          || code.startsWith("//");
    }
  }
}
