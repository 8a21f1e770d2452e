// SPDX-License-Identifier: Apache-2.0
package dev.subflow.vm;

import dev.subflow.failure.UsageException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Which QEMU runs the guests, as users write it: {@code machine} for the one that is installed,
 * {@code debian:SUITE} for the one of a suite of Debian, which is fetched, a path, or {@code auto}.
 */
public record QemuChoice(String text) {
  /** The one that is installed, unless it is not up to its task and Debian's is. */
  public static final QemuChoice AUTO = new QemuChoice("auto");

  /** The one that is installed. */
  public static final QemuChoice MACHINE = new QemuChoice("machine");

  private static final String DEBIAN = "debian:";

  public QemuChoice {
    Objects.requireNonNull(text, "text");
  }

  /**
   * Reads a choice; whether there is such a QEMU is found out when it is needed.
   *
   * @throws UsageException for what is none of the three
   */
  public static QemuChoice parse(String text) {
    boolean debian = text.startsWith(DEBIAN);
    if (text.equals(AUTO.text)
        || text.equals(MACHINE.text)
        || text.indexOf('/') >= 0
        || (debian && text.substring(DEBIAN.length()).matches("[a-z][a-z0-9-]{0,39}"))) {
      return new QemuChoice(text);
    }
    throw new UsageException(
        "QEMU \""
            + text
            + "\" is neither auto nor machine, nor debian:SUITE, nor a path such as ./qemu");
  }

  /** Whether it is left to what the guests need. */
  public boolean isAuto() {
    return equals(AUTO);
  }

  /** Whether it is the one that is installed, as far as that is known from the choice alone. */
  public boolean isMachine() {
    return isAuto() || equals(MACHINE);
  }

  /** The suite of Debian whose it is. */
  public Optional<String> suite() {
    return text.startsWith(DEBIAN)
        ? Optional.of(text.substring(DEBIAN.length()))
        : Optional.empty();
  }

  /** Where it is, unless it is this machine's or Debian's. */
  public Optional<Path> path() {
    return isMachine() || suite().isPresent() ? Optional.empty() : Optional.of(Path.of(text));
  }
}
