// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import static dev.subflow.benchmarks.faults.Fault.around;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Caches and engines that are not as they should be.
 *
 * <p>A spoilt cache is the user's under a layer in memory, in a mount namespace that ends with the
 * run: the user's own stays as it is.
 */
final class HostFaults {
  // $1 what the layer may hold, $2 scratch; leaves the cache in $cache.
  private static final String LAYER =
      """
      layer() {
        cache=$scratch/cache/subflow disk=$scratch/disk
        mkdir -p "$cache" "$disk"
        mount -t tmpfs -o size="$1" faults "$disk"
        mkdir "$disk/up" "$disk/work"
        mount -t overlay faults "$cache" \
          -o "lowerdir=$users,upperdir=$disk/up,workdir=$disk/work"
        export XDG_CACHE_HOME="$scratch/cache"
      }
      run() { out=$1; shift; exec "$@" --out "$out"; }
      """;

  private static final String FULL =
      """
      layer 48m
      rm -rf "$cache"/entries/template
      cat /dev/zero >"$disk/full" 2>/dev/null || :
      run "$out" "$@"
      """;

  // One byte of the middle of the largest file of each template, and of each image and kernel.
  private static final String DAMAGED =
      """
      layer 3g
      for entry in "$cache"/entries/template/* "$cache"/entries/programs/*; do
        file=$(find "$entry" -type f -printf '%s %p\\n' | sort -n | tail -n 1 | cut -d' ' -f2-)
        printf '\\377\\000\\377' | dd of="$file" bs=1 conv=notrunc status=none \
          seek=$(($(stat -c %s "$file") / 2))
      done
      run "$out" "$@"
      """;

  private static final String READ_ONLY =
      """
      cache=$scratch/cache/subflow
      mkdir -p "$cache"
      mount --bind "$users" "$cache"
      mount -o remount,bind,ro "$cache"
      export XDG_CACHE_HOME="$scratch/cache"
      ! touch "$cache/is-writable" 2>/dev/null
      run "$out" "$@"
      """;

  private static final String RACED =
      """
      layer 4g
      rm -rf "$cache"/entries/template
      mkdir -p "$out"
      for i in 1 2 3 4 5 6 7 8; do
        ( run "$out/$i" "$@" ) &
        pids="$pids $!"
      done
      worst=0
      for pid in $pids; do
        wait "$pid" || { code=$?; [ $code -le $worst ] || worst=$code; }
      done
      exit $worst
      """;

  private static final String NO_ENGINE =
      """
      export DOCKER_HOST="unix://$scratch/no-such-engine.sock"
      run "$out" "$@"
      """;

  private HostFaults() {}

  static List<Fault> all(Path cache) {
    return List.of(
        around("cache full", End.PASS, "(?i)free some space", spoilt(FULL, cache)),
        around("cache damaged", End.PASS, "is damaged", spoilt(DAMAGED, cache)),
        around("cache read-only", End.PASS, "", spoilt(READ_ONLY, cache)),
        around("cache raced by 8", End.PASS, "", spoilt(RACED, cache)),
        around("engine gone", End.PASS, "", spoilt(NO_ENGINE, cache)));
  }

  private static Setting spoilt(String script, Path cache) {
    return (command, scratch, out) -> {
      List<String> words =
          new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private", "sh", "-c"));
      words.add("set -eu\nusers=$1 scratch=$2 out=$3 pids=\nshift 3\n" + LAYER + script);
      words.addAll(List.of("faults", cache.toString(), scratch.toString(), out.toString()));
      words.addAll(command);
      return words;
    };
  }
}
