// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Deaths of guests during a test.
 *
 * @param all why each of those guests is gone, the worst first
 */
record Deaths(List<GuestException> all) {
  Deaths {
    all = List.copyOf(all);
  }

  /**
   * Fails the test that a guest did not survive.
   *
   * @param expectedSplat headline of what the test makes its kernels die of, if it does
   * @throws GuestException the first death that the test did not expect, with the others
   */
  void requireNone(Optional<Pattern> expectedSplat) {
    List<GuestException> unexpected =
        all.stream().filter(why -> !isExpected(why, expectedSplat)).toList();
    if (unexpected.isEmpty()) {
      return;
    }
    GuestException first = unexpected.get(0);
    unexpected.stream().skip(1).forEach(first::addSuppressed);
    throw first;
  }

  private static boolean isExpected(GuestException why, Optional<Pattern> expectedSplat) {
    return why instanceof GuestCrashedException crash
        && crash
            .decisive()
            .filter(s -> expectedSplat.filter(e -> e.matcher(s.headline()).find()).isPresent())
            .isPresent();
  }
}
