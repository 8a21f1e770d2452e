// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.packet.Frame;
import java.util.List;
import java.util.Objects;

/** A middlebox that messages can name. */
record NamedMiddlebox(String name, Middlebox middlebox) implements Middlebox {
  NamedMiddlebox {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(middlebox, "middlebox");
  }

  @Override
  public List<Frame> pass(Frame frame, Crossing crossing) {
    return middlebox.pass(frame, crossing);
  }

  @Override
  public String toString() {
    return name;
  }
}
