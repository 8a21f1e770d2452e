// SPDX-License-Identifier: Apache-2.0
package dev.subflow.git;

import dev.subflow.failure.NearestNames;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Tells that git does not know a revision, the same wherever one is named. */
public final class UnknownRevision {
  private static final int NEAREST = 3;

  private UnknownRevision() {}

  /** The fault, with branches and tags of similar names. */
  public static UsageException in(Path folder, String revision) throws IOException {
    List<String> names =
        Git.readingIn(folder).output("for-each-ref", "--format=%(refname:short)").lines().toList();
    List<String> near = NearestNames.of(revision, names, NEAREST);
    String hint =
        names.isEmpty() ? "it has no branches or tags" : "similar: " + String.join(", ", near);
    return new UsageException(
        "Unknown revision \""
            + revision
            + "\": git knows no such commit in "
            + folder
            + " ("
            + hint
            + "). If it is somewhere else, \"git fetch\" it first.");
  }
}
