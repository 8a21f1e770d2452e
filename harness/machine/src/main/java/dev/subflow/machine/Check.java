// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that was examined on this machine.
 *
 * @param name of a tool, or of a property such as {@code memory}
 * @param required whether guests cannot run without it
 * @param detail what was found, with actual values
 * @param advice how to get what is missing; empty when all is well
 */
public record Check(
    String name, Status status, boolean required, String detail, Optional<String> advice) {
  public Check {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(advice, "advice");
  }

  /** Status of a check. */
  public enum Status {
    OK,
    /** Works, but slower or with less than there could be. */
    LIMITED,
    TOO_OLD,
    MISSING;

    /** In words, for tables: "too old". */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  static Check ok(String name, String detail) {
    return new Check(name, Status.OK, false, detail, Optional.empty());
  }

  static Check limited(String name, String detail, String advice) {
    return new Check(name, Status.LIMITED, false, detail, Optional.of(advice));
  }

  static Check missing(String name, String detail, String advice) {
    return new Check(name, Status.MISSING, true, detail, Optional.of(advice));
  }

  /** Guests cannot run as long as this stays so. */
  public boolean blocks() {
    return required && (status == Status.TOO_OLD || status == Status.MISSING);
  }
}
