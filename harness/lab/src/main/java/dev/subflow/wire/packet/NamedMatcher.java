// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.packet;

import java.util.Objects;

/** A matcher that messages can name. */
record NamedMatcher(String name, FrameMatcher matcher) implements FrameMatcher {
  NamedMatcher {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(matcher, "matcher");
  }

  @Override
  public boolean matches(Packet frame) {
    return matcher.matches(frame);
  }

  @Override
  public String toString() {
    return name;
  }
}
