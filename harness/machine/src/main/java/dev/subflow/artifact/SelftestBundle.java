// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The selftests of a kernel, built and ready to be mounted in a guest.
 *
 * @param id what tells it from every other
 * @param folder the suite, such as {@code net/mptcp}
 * @param image erofs image of what {@code make install} put together
 * @param scripts programs of the suite, in the order of its Makefile
 * @param timeout how long one of them may take, as its {@code settings} say
 * @param missingOptions options of the suite's {@code config} that the kernel does not have
 */
public record SelftestBundle(
    String id,
    String folder,
    Path image,
    List<String> scripts,
    Duration timeout,
    List<String> missingOptions) {
  public SelftestBundle {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(image, "image");
    scripts = List.copyOf(scripts);
    Objects.requireNonNull(timeout, "timeout");
    missingOptions = List.copyOf(missingOptions);
  }
}
