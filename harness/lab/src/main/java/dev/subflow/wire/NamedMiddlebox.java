// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.packet.Frame;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A middlebox that messages can name. */
record NamedMiddlebox(String name, Middlebox middlebox, Set<Alteration> alterations)
    implements Middlebox {
  NamedMiddlebox {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(middlebox, "middlebox");
    alterations = Set.copyOf(alterations);
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
