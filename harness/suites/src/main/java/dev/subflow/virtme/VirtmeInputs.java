// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.failure.NearestNames;
import dev.subflow.failure.UsageException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options of the image with their values, in the order in which they were given. Immutable. */
public final class VirtmeInputs {
  private static final VirtmeInputs NONE = new VirtmeInputs(Map.of());

  private final Map<String, String> variables;

  private VirtmeInputs(Map<String, String> variables) {
    this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  public static VirtmeInputs none() {
    return NONE;
  }

  /**
   * These and one more, which replaces an earlier value of it.
   *
   * @throws UsageException if the image would not understand the value
   */
  public <T> VirtmeInputs with(VirtmeInput<T> input, T value) {
    return put(input.variable(), input.write(value));
  }

  /** These, and one more unless it has a value. */
  <T> VirtmeInputs withDefault(VirtmeInput<T> input, T value) {
    return variables.containsKey(input.variable()) ? this : with(input, value);
  }

  /**
   * These and any other variable of the container's environment.
   *
   * @throws UsageException if no variable can be called so
   */
  public VirtmeInputs free(String variable, String value) {
    if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new UsageException("no environment variable can be called \"" + variable + "\"");
    }
    if (variable.equals("INPUT_MODE")) {
      throw new UsageException("INPUT_MODE would replace the mode; name another mode instead");
    }
    VirtmeInput<?> known = VirtmeInput.known().get(variable);
    return put(variable, known == null ? value : known.check(value));
  }

  /**
   * These and an option as a user writes it: {@code CPUS=2} or {@code INPUT_CPUS=2}; a name alone
   * means 1.
   *
   * @throws UsageException if there is no such option, or it does not take the value
   */
  public VirtmeInputs parse(String assignment) {
    String[] parts = assignment.split("=", 2);
    String name =
        parts[0].startsWith(VirtmeInput.PREFIX) ? parts[0] : VirtmeInput.PREFIX + parts[0];
    List<String> known = VirtmeInput.known().keySet().stream().sorted().toList();
    if (!known.contains(name)) {
      throw new UsageException(
          "no option of the image is called \""
              + parts[0]
              + "\"; did you mean "
              + String.join(" or ", NearestNames.of(name, known, 2))
              + "? Other variables can be set with --env.");
    }
    return free(name, parts.length == 2 ? parts[1] : "1");
  }

  /** The value of a variable, as the image gets it. */
  public Optional<String> get(VirtmeInput<?> input) {
    return Optional.ofNullable(variables.get(input.variable()));
  }

  /** All of them, as the image gets them. */
  public Map<String, String> variables() {
    return variables;
  }

  private VirtmeInputs put(String variable, String value) {
    Map<String, String> more = new LinkedHashMap<>(variables);
    more.put(variable, value);
    return new VirtmeInputs(more);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VirtmeInputs that && that.variables.equals(variables);
  }

  @Override
  public int hashCode() {
    return variables.hashCode();
  }

  @Override
  public String toString() {
    return variables.toString();
  }
}
