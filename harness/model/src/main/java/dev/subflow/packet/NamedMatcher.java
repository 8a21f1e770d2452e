// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import java.util.Objects;

/** A matcher that messages can name. */
record NamedMatcher(String name, PacketMatcher matcher) implements PacketMatcher {
  NamedMatcher {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(matcher, "matcher");
  }

  @Override
  public boolean matches(Frame frame) {
    return matcher.matches(frame);
  }

  @Override
  public String toString() {
    return name;
  }
}
