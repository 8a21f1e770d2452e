// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FlagSetTest {
  @Test
  void aFlagSetIsACopyOfItsOwn() {
    EnumSet<EndpointFlag> given = EnumSet.of(EndpointFlag.LAMINAR, EndpointFlag.SIGNAL);
    Set<EndpointFlag> flags = FlagSet.copyOf(given);
    given.clear();

    assertThat(FlagSet.text(flags)).isEqualTo(" signal laminar");
    assertThat(flags).isUnmodifiable();
    assertThat(FlagSet.text(FlagSet.copyOf(List.of()))).isEmpty();
    assertThat(new EndpointSpec("*", none(), none(), Optional.empty(), flags).flags())
        .containsExactly(EndpointFlag.SIGNAL, EndpointFlag.LAMINAR);
  }

  private static OptionalInt none() {
    return OptionalInt.empty();
  }
}
