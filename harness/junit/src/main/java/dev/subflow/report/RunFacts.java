// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.subflow.cache.WholeFile;
import dev.subflow.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Facts of a run that its results do not repeat: who ran what, with which code, on which machine.
 * Kept in {@code run.json} of the run's folder.
 *
 * @param id of this run alone, among all runs of all machines
 * @param started when the process began
 * @param command what was typed, without passwords; a test runner is named where nothing was
 * @param code revision of Subflow, with {@code -dirty} where files were changed; empty where it is
 *     not known
 * @param host name of the machine
 * @param cpu model of its processors
 * @param cores how many of them this process may use
 * @param kernels those that the run is known to have used
 */
public record RunFacts(
    String id,
    Instant started,
    String command,
    String code,
    String host,
    String cpu,
    int cores,
    List<KernelBuild> kernels) {
  /** Name of the file in the run's folder. */
  public static final String FILE = "run.json";

  private static final long LONGEST_BYTES = 1 << 20;

  public RunFacts {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(cpu, "cpu");
    kernels = List.copyOf(kernels);
  }

  /**
   * A kernel that guests ran.
   *
   * @param version exact version of the package or build, as results have it
   * @param release what {@code uname -r} says in it
   * @param build digest of what its guests boot from, which tells builds of one version apart
   */
  public record KernelBuild(String version, String release, String build) {
    public KernelBuild {
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(release, "release");
      Objects.requireNonNull(build, "build");
    }
  }

  /**
   * Facts of the run that this process is.
   *
   * @param home checkout whose code runs; its revision is left out where it is none
   */
  public static RunFacts ofProcess(Path home) {
    return new RunFacts(
        UUID.randomUUID().toString(),
        ProcessFacts.started(),
        ProcessFacts.command(),
        ProcessFacts.revision(home),
        ProcessFacts.host(),
        ProcessFacts.cpu(),
        Runtime.getRuntime().availableProcessors(),
        List.of());
  }

  /** The same, with one more kernel. */
  public RunFacts with(KernelBuild kernel) {
    List<KernelBuild> more = Stream.concat(kernels.stream(), Stream.of(kernel)).distinct().toList();
    return new RunFacts(id, started, command, code, host, cpu, cores, more);
  }

  /**
   * Writes them into a run's folder.
   *
   * @throws IOException when the disk refuses
   */
  public void write(Path folder) throws IOException {
    WholeFile.write(folder.resolve(FILE), Json.pretty(this) + "\n");
  }

  /** Those of a run's folder; none where it has none, or the file is damaged. */
  public static Optional<RunFacts> read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LONGEST_BYTES
          ? Optional.of(Json.read(Files.readString(file), RunFacts.class))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
