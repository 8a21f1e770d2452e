// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A kernel that was built, now or before.
 *
 * @param folder what {@code --kernel} takes: {@code .config}, {@code arch/x86/boot/bzImage}, {@code
 *     vmlinux} with debug information, modules if any, and what modules and selftests are built
 *     against
 * @param release what {@code uname -r} says in it
 * @param warnings of the compiler, as {@code net/mptcp/pm.c:12:3: warning: ...}, for all of it and
 *     not only for what was compiled last
 * @param took how long it took; next to nothing when it had been built before
 */
public record BuiltKernel(Path folder, String release, List<String> warnings, Duration took) {
  public BuiltKernel {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(release, "release");
    warnings = List.copyOf(warnings);
    Objects.requireNonNull(took, "took");
  }
}
