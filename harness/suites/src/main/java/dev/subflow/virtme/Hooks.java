// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.failure.UsageException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Shell scripts that a run adds to what the image does. Immutable. */
public final class Hooks {
  private static final Hooks NONE = new Hooks(Map.of());

  private final Map<Place, String> scripts;

  private Hooks(Map<Place, String> scripts) {
    this.scripts = Map.copyOf(scripts);
  }

  /** Where the image takes a script from, in the root of the kernel tree. */
  public enum Place {
    /** In the VM, before the tests. */
    BEFORE_TESTS(".virtme-exec-pre"),
    /** In the VM, instead of all the tests. */
    TESTS(".virtme-exec-run"),
    /** In the VM, after the tests. */
    AFTER_TESTS(".virtme-exec-post"),
    /** In the container, once everything is built. */
    PREPARED(".virtme-prepare-post");

    private final String file;

    Place(String file) {
      this.file = file;
    }

    /** The file's name. */
    public String file() {
      return file;
    }
  }

  public static Hooks none() {
    return NONE;
  }

  /** Runs some scripts of the selftests' folder, and nothing else; see {@link #withSelftests}. */
  public static Hooks selftests(List<String> scripts) {
    return none().withSelftests(scripts);
  }

  /**
   * These, and some scripts of the selftests' folder instead of all tests.
   *
   * @param commands such as {@code diag.sh}, or {@code mptcp_join.sh -f} with arguments
   * @throws UsageException if a script comes twice: the image keeps the last result of each
   */
  public Hooks withSelftests(List<String> commands) {
    Set<String> names = new HashSet<>();
    for (String command : commands) {
      String name = command.strip().split("\\s+", 2)[0];
      if (!names.add(name)) {
        throw new UsageException(
            name
                + " is asked for twice, and the image would keep the last result alone; run it"
                + " once with all arguments, or in two runs");
      }
    }
    String lines =
        commands.stream()
            .map(command -> "run_selftest_one ./" + command)
            .collect(Collectors.joining("\n"));
    return with(Place.TESTS, lines);
  }

  /** These and another one, which replaces an earlier one of its place. */
  public Hooks with(Place place, String script) {
    Map<Place, String> more = new EnumMap<>(Place.class);
    more.putAll(scripts);
    more.put(place, script.endsWith("\n") ? script : script + "\n");
    return new Hooks(more);
  }

  public boolean isEmpty() {
    return scripts.isEmpty();
  }

  /** Scripts by place. */
  public Map<Place, String> scripts() {
    return scripts;
  }
}
