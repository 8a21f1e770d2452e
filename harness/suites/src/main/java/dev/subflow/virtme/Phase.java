// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import java.util.Optional;
import java.util.stream.Stream;

/** A step of the image's own script, in the order of their usual appearance. */
public enum Phase {
  SETUP("Setup environment", "setting up", false),
  CONFIGURE("Generate kernel config", "configuring the kernel", true),
  BUILD_KERNEL("Build kernel", "building the kernel", true),
  BUILD_COMMANDS("Build compile_commands.json", "writing compile_commands.json", false),
  BUILD_INDEX("Build GDB Index", "indexing symbols", false),
  HEADERS("Install kernel headers", "installing headers", true),
  BUILD_PERF("Build Perf", "building perf", true),
  BUILD_SELFTESTS("Build the selftests", "building the selftests", true),
  BUILD_BPFTESTS("Build BPFTests", "building BPF's selftests", true),
  BUILD_PACKETDRILL("Build Packetdrill", "building packetdrill", false),
  PREPARE("Prepare the environment", "preparing the VM", false),
  BOOT("Boot VM", "booting the VM", false),
  TESTS("Starting the validation script", "running tests", false),
  ANALYSE("Analyze results", "reading the results", false);

  private final String line;
  private final String words;
  private final boolean ofTheTree;

  Phase(String line, String words, boolean ofTheTree) {
    this.line = line;
    this.words = words;
    this.ofTheTree = ofTheTree;
  }

  /** The phase that a line begins. */
  static Optional<Phase> of(String printed) {
    return Stream.of(values()).filter(phase -> printed.startsWith(phase.line)).findFirst();
  }

  /** Words for what goes on, such as "building the kernel". */
  public String words() {
    return words;
  }

  /** Whether it compiles what is in the tree, so that its failure is one of the tree. */
  boolean isOfTheTree() {
    return ofTheTree;
  }
}
