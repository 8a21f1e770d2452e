// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.mutations;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A kernel with a fault.
 *
 * @param name of its patch, without the ending
 * @param theme what the fault is about
 * @param tests scenarios that meet it, as {@code --tests} takes them
 * @param selftest script of the kernel's own that meets it
 */
public record Mutation(String name, String theme, String tests, String selftest) {
  /** Theme of faults that make data move slower, and may break nothing. */
  static final String SPEED = "speed";

  /** All of a folder, in the order of its list. */
  public static List<Mutation> in(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("list")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Mutation::parse)
        .toList();
  }

  private static Mutation parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != 4) {
      throw new UsageException("a mutation has four fields with tabs between, not: " + line);
    }
    return new Mutation(fields[0], fields[1], fields[2], fields[3]);
  }

  /** The patch that makes it. */
  public Path patch(Path folder) {
    return folder.resolve(name + ".patch");
  }
}
