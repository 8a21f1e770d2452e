// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import dev.subflow.failure.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says which hunk of a patch does not apply, and why. */
public final class PatchFailure {
  // error: patch failed: net/mptcp/protocol.c:1234
  private static final Pattern FAILED = Pattern.compile("error: patch failed: (.+):(\\d+)");
  // error: net/mptcp/x.c: does not exist in index
  private static final Pattern OTHER = Pattern.compile("error: (.+)");
  private static final Pattern DIFF = Pattern.compile("diff --git a/(\\S+) b/(\\S+)");
  private static final Pattern NEW_FILE = Pattern.compile("\\+\\+\\+ (?:b/)?(\\S+).*");
  // @@ -1234,7 +1234,8 @@ static void f(void)
  private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(?:,\\d+)? \\+\\d+.*");
  private static final int LINES_SHOWN = 12;

  private PatchFailure() {}

  /** One hunk: the file, its number among that file's, the line where it begins, and its text. */
  private record Hunk(String file, int number, int line, List<String> text) {}

  /**
   * The message.
   *
   * @param output what git said
   * @param isApplied whether it applies the other way round
   */
  public static UsageException explain(KernelPatch patch, String output, boolean isApplied) {
    StringBuilder text = new StringBuilder("Patch " + patch.name() + " does not apply");
    if (isApplied) {
      text.append(": the tree has it already.");
      return new UsageException(text.toString());
    }
    List<Hunk> hunks = hunks(patch.text());
    List<String> reasons = new ArrayList<>();
    Optional<Hunk> shown = Optional.empty();
    for (String line : output.lines().toList()) {
      Matcher failed = FAILED.matcher(line);
      Matcher other = OTHER.matcher(line);
      if (failed.matches()) {
        Optional<Hunk> hunk = find(hunks, failed.group(1), Integer.parseInt(failed.group(2)));
        reasons.add(
            hunk.map(h -> describe(h, hunks))
                .orElse(failed.group(1) + ", the hunk at line " + failed.group(2)));
        shown = shown.isPresent() ? shown : hunk;
      } else if (other.matches() && !line.endsWith(": patch does not apply")) {
        reasons.add(plain(other.group(1)));
      }
    }
    text.append(":\n  ").append(String.join("\n  ", reasons));
    shown.ifPresent(hunk -> text.append("\n").append(excerpt(hunk)));
    text.append(
        "\nRebase it, or build another revision; nothing was changed in any tree of yours.");
    return new UsageException(text.toString());
  }

  private static String describe(Hunk hunk, List<Hunk> all) {
    long count = all.stream().filter(h -> h.file().equals(hunk.file())).count();
    return hunk.file()
        + ": hunk "
        + hunk.number()
        + " of "
        + count
        + " ("
        + hunk.text().get(0)
        + ") finds no such lines";
  }

  private static String plain(String reason) {
    return reason.endsWith("does not exist in index")
        ? reason.replace("does not exist in index", "no such file in the tree")
        : reason.replace("already exists in index", "the tree has such a file already");
  }

  private static String excerpt(Hunk hunk) {
    List<String> wanted =
        hunk.text().stream()
            .skip(1)
            .filter(line -> !line.startsWith("+"))
            .limit(LINES_SHOWN)
            .map(line -> "  | " + line)
            .toList();
    return "It looks for:\n" + String.join("\n", wanted);
  }

  private static Optional<Hunk> find(List<Hunk> hunks, String file, int line) {
    return hunks.stream().filter(h -> h.file().equals(file) && h.line() == line).findFirst();
  }

  private static List<Hunk> hunks(String patch) {
    List<Hunk> hunks = new ArrayList<>();
    String file = "";
    int number = 0;
    for (String line : patch.split("\n", -1)) {
      Matcher diff = DIFF.matcher(line);
      Matcher renamed = NEW_FILE.matcher(line);
      Matcher hunk = HUNK.matcher(line);
      if (diff.matches()) {
        file = diff.group(2);
        number = 0;
      } else if (renamed.matches() && !renamed.group(1).equals(file)) {
        file = renamed.group(1).equals("/dev/null") ? file : renamed.group(1);
        number = 0;
      } else if (hunk.matches()) {
        List<String> text = new ArrayList<>(List.of(line));
        hunks.add(new Hunk(file, ++number, Integer.parseInt(hunk.group(1)), text));
      } else if (!hunks.isEmpty() && line.matches("[ +-].*") && !line.equals("-- ")) {
        hunks.get(hunks.size() - 1).text().add(line);
      }
    }
    return hunks;
  }
}
