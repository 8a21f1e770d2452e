// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Record that is kept beside a built kernel, as {@value #FILE}.
 *
 * @param source what it was built from first, in words
 * @param tree git's name for the patched tree
 * @param patches their names
 * @param configuration names of the fragments
 * @param release what {@code uname -r} says in it
 * @param warnings of the compiler
 */
record BuildRecord(
    String source,
    String tree,
    List<String> patches,
    String configuration,
    String release,
    List<String> warnings) {
  static final String FILE = "subflow-build.json";

  BuildRecord {
    patches = List.copyOf(patches);
    warnings = List.copyOf(warnings);
  }

  void write(Path folder) throws IOException {
    Files.writeString(folder.resolve(FILE), Json.pretty(this));
  }

  static BuildRecord read(Path folder) throws IOException {
    return Json.read(Files.readAllBytes(folder.resolve(FILE)), BuildRecord.class);
  }
}
