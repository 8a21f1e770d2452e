// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel that a guest runs.
 *
 * @param name the name it was asked for
 * @param release what {@code uname -r} says
 * @param version exact version of its package or build
 * @param options kconfig options that are set, without their {@code CONFIG_}
 */
public record KernelUnderTest(
    String name, String release, String version, Map<String, String> options) {
  // 7.3.4+deb13-cloud-amd64   6.18-rc1
  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

  public KernelUnderTest {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(version, "version");
    options = Map.copyOf(options);
  }

  /** Whether it is of a version, such as 6 and 18, or a newer one; release candidates count. */
  public boolean isAtLeast(int major, int minor) {
    Matcher m = VERSION.matcher(release);
    if (!m.lookingAt()) {
      throw new IllegalStateException("kernel release \"" + release + "\" begins with no version");
    }
    int ofMajor = Integer.compare(Integer.parseInt(m.group(1)), major);
    return ofMajor > 0 || (ofMajor == 0 && Integer.parseInt(m.group(2)) >= minor);
  }

  /** The line it is of, such as {@code 7.3}; empty for a release that begins with no version. */
  public Optional<String> line() {
    Matcher m = VERSION.matcher(release);
    return m.lookingAt() ? Optional.of(m.group()) : Optional.empty();
  }

  /** The value of a kconfig option, named with its {@code CONFIG_}; empty when it is not set. */
  public Optional<String> option(String option) {
    return Optional.ofNullable(options.get(option.replaceFirst("^CONFIG_", "")));
  }
}
