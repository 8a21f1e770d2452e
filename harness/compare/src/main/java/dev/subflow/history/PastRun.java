// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A run.
 *
 * @param name of its folder
 * @param started when its process began
 * @param command what was typed
 * @param code revision of Subflow; empty where it is not known
 * @param host name of the machine
 * @param cpu model of its processors
 * @param cores number of them
 * @param folder where its evidence was
 * @param kernels versions under test
 * @param passed number of results
 * @param failed those that failed, crashed or are missing
 * @param other those that were skipped or inconclusive
 */
public record PastRun(
    String name,
    Instant started,
    String command,
    String code,
    String host,
    String cpu,
    int cores,
    String folder,
    List<String> kernels,
    long passed,
    long failed,
    long other) {
  public PastRun {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(cpu, "cpu");
    Objects.requireNonNull(folder, "folder");
    kernels = List.copyOf(kernels);
  }
}
