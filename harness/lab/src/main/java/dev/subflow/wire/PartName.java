// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

/** Names in messages of what a scenario put on a wire. */
final class PartName {
  private PartName() {}

  /** Its own name; of a lambda, which has none, the class it was written in. */
  static String of(Object part) {
    String name = part.toString();
    int lambda = name.indexOf("$$Lambda");
    return lambda < 0 ? name : "of " + name.substring(name.lastIndexOf('.', lambda) + 1, lambda);
  }
}
