// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheEntry;
import dev.subflow.cache.PrunePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what the cache holds, and makes it smaller. */
@Command(
    name = "gc",
    description = {
      "Shows what the cache holds and removes what is damaged or too much, longest unused first;"
          + " sizes are what the disk holds.",
      "That is all of it: what guests are made of, folders in which kernels are built, what"
          + " compilers made, package lists, the state of bisections, histories of selftests, the"
          + " coverage of tests, logs.",
      "What was used within the last hour stays, unless --all is given, and what a running build or"
          + " bisection has locked stays in any case."
    },
    mixinStandardHelpOptions = true)
final class GcCommand implements Callable<Integer> {
  private static final Pattern DIGEST = Pattern.compile("\\b([0-9a-f]{8})[0-9a-f]{24,}\\b");

  private static final int LONGEST = 60;

  private final Streams streams;

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      defaultValue = "20G",
      description = "What may stay in all (default: ${DEFAULT-VALUE}).")
  private String maxSize = "20G";

  @Option(names = "--all", description = "Remove everything.")
  private boolean all;

  @Option(names = "--dry-run", description = "Remove nothing, show only what there is.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  GcCommand(Streams streams) {
    this.streams = streams;
  }

  /**
   * Outcome, for JSON.
   *
   * @param cache folder of the cache
   * @param entries what was there before
   * @param removed what is gone
   * @param bytesLeft what is left
   */
  private record Outcome(
      Path cache, List<CacheEntry> entries, List<CacheEntry> removed, long bytesLeft) {}

  @Override
  public Integer call() {
    Cache cache = Cache.ofUser(streams.environment());
    PrunePolicy policy = all ? PrunePolicy.everything() : PrunePolicy.keep(Bytes.parse(maxSize));
    List<CacheEntry> entries = cache.entries();
    List<CacheEntry> removed = dryRun ? List.of() : cache.prune(policy);
    Outcome outcome = new Outcome(cache.root(), entries, removed, size(entries) - size(removed));
    if (json) {
      streams.out().println(Json.pretty(outcome));
    } else {
      print(outcome);
    }
    return ExitCodes.PASSED;
  }

  private void print(Outcome outcome) {
    Set<Path> gone = outcome.removed().stream().map(CacheEntry::path).collect(Collectors.toSet());
    Table table = new Table("KIND", "SIZE", "UNUSED FOR", "", "WHAT");
    for (CacheEntry e : outcome.entries()) {
      table.row(
          e.kind(),
          Bytes.text(e.sizeBytes()),
          age(e.lastUsed()),
          gone.contains(e.path()) ? "removed" : "",
          what(e.inputs()));
    }
    table.lines().forEach(streams.out()::println);
    streams
        .out()
        .printf(
            "%s: %s in %d entries, %s removed%n",
            outcome.cache(),
            Bytes.text(outcome.bytesLeft()),
            outcome.entries().size() - outcome.removed().size(),
            Bytes.text(size(outcome.removed())));
  }

  /** Inputs by name, digests as short as people compare them; JSON has all of them in full. */
  private static String what(Map<String, String> inputs) {
    return new TreeMap<>(inputs)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + brief(DIGEST.matcher(e.getValue()).replaceAll("$1")))
            .collect(Collectors.joining(" "));
  }

  private static String brief(String value) {
    return value.length() <= LONGEST ? value : value.substring(0, LONGEST - 3) + "...";
  }

  private static long size(List<CacheEntry> entries) {
    return entries.stream().mapToLong(CacheEntry::sizeBytes).sum();
  }

  private static String age(Instant lastUsed) {
    Duration age = Duration.between(lastUsed, Instant.now());
    if (age.toDays() > 0) {
      return age.toDays() + " d";
    }
    return age.toHours() > 0 ? age.toHours() + " h" : age.toMinutes() + " min";
  }
}
