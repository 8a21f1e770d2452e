// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import dev.subflow.failure.UsageException;
import dev.subflow.patch.UnifiedDiff.FileDiff;
import dev.subflow.patch.UnifiedDiff.Hunk;
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
  private static final int LINES_SHOWN = 12;

  private PatchFailure() {}

  private record FailedHunk(FileDiff file, Hunk hunk) {}

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
    UnifiedDiff diff = UnifiedDiff.parse(patch.text());
    List<String> reasons = new ArrayList<>();
    Optional<FailedHunk> shown = Optional.empty();
    for (String line : output.lines().toList()) {
      Matcher failed = FAILED.matcher(line);
      Matcher other = OTHER.matcher(line);
      if (failed.matches()) {
        Optional<FailedHunk> hunk = find(diff, failed.group(1), Integer.parseInt(failed.group(2)));
        reasons.add(
            hunk.map(PatchFailure::describe)
                .orElse(failed.group(1) + ", the hunk at line " + failed.group(2)));
        shown = shown.isPresent() ? shown : hunk;
      } else if (other.matches() && !line.endsWith(": patch does not apply")) {
        reasons.add(plain(other.group(1)));
      }
    }
    text.append(":\n  ").append(String.join("\n  ", reasons));
    shown.ifPresent(hunk -> text.append("\n").append(excerpt(hunk.hunk())));
    text.append(
        "\nRebase it, or build another revision; nothing was changed in any tree of yours.");
    return new UsageException(text.toString());
  }

  private static String describe(FailedHunk failed) {
    List<Hunk> hunks = failed.file().hunks();
    return failed.file().path()
        + ": hunk "
        + (hunks.indexOf(failed.hunk()) + 1)
        + " of "
        + hunks.size()
        + " ("
        + failed.hunk().header()
        + ") finds no such lines";
  }

  private static String plain(String reason) {
    return reason.endsWith("does not exist in index")
        ? reason.replace("does not exist in index", "no such file in the tree")
        : reason.replace("already exists in index", "the tree has such a file already");
  }

  private static String excerpt(Hunk hunk) {
    List<String> wanted =
        hunk.before().stream().limit(LINES_SHOWN).map(line -> "  | " + line).toList();
    return "It looks for:\n" + String.join("\n", wanted);
  }

  private static Optional<FailedHunk> find(UnifiedDiff diff, String path, int line) {
    for (FileDiff file : diff.files()) {
      Optional<Hunk> hunk = file.hunkAt(line);
      if (file.path().equals(path) && hunk.isPresent()) {
        return Optional.of(new FailedHunk(file, hunk.get()));
      }
    }
    return Optional.empty();
  }
}
