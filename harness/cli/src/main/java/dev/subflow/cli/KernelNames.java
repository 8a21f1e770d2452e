// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads lists of kernels, whose names may have commas: {@code tree:DIR#debug,btf}. */
final class KernelNames {
  private KernelNames() {}

  /** The kernels of what an option was given, each with its fragments. */
  static List<String> split(List<String> words) {
    Path fragments = Home.find().resolve("kernel-configs");
    return split(
        words,
        name -> Files.exists(Path.of(name)) && !Files.exists(fragments.resolve(name + ".config")));
  }

  /**
   * The same.
   *
   * @param isKernel whether a plain name, without a colon or a slash, is a kernel
   */
  static List<String> split(List<String> words, Predicate<String> isKernel) {
    List<String> kernels = new ArrayList<>();
    for (String word : words) {
      boolean hasFragments = false;
      for (String part : word.split(",", -1)) {
        boolean plain = !part.isBlank() && !part.contains(":") && !part.contains("/");
        if (hasFragments && plain && !isKernel.test(part)) {
          int last = kernels.size() - 1;
          kernels.set(last, kernels.get(last) + "," + part);
        } else {
          kernels.add(part);
          hasFragments = part.startsWith("tree:") && part.contains("#");
        }
      }
    }
    return kernels;
  }
}
