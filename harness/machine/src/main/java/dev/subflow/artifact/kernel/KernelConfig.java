// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel's configuration.
 *
 * @param options set options without their {@code CONFIG_}, each with its value as written
 */
public record KernelConfig(Map<String, String> options) {
  // CONFIG_MPTCP=y     # CONFIG_VT is not set
  private static final Pattern ASSIGNMENT =
      Pattern.compile("CONFIG_(\\w+)=(.*)|# CONFIG_(\\w+) is not set.*");
  private static final String EMBEDDED_START = "IKCFG_ST";
  private static final String EMBEDDED_END = "IKCFG_ED";

  public KernelConfig {
    options = Map.copyOf(options);
  }

  /**
   * Reads a kconfig file. An option that is assigned twice has its last value, and {@code #
   * CONFIG_X is not set} is an assignment. Source: {@code conf_read_simple} in the kernel's {@code
   * scripts/kconfig/confdata.c}.
   */
  public static KernelConfig parse(String text) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      Matcher assignment = ASSIGNMENT.matcher(line.strip());
      if (assignment.matches() && assignment.group(1) != null) {
        options.put(assignment.group(1), assignment.group(2).strip());
      } else if (assignment.matches()) {
        options.put(assignment.group(3), "n");
      }
    }
    options.values().removeIf("n"::equals);
    return new KernelConfig(options);
  }

  /** Text of the configuration that a kernel with CONFIG_IKCONFIG carries within. */
  static Optional<String> embedded(byte[] vmlinux) throws IOException {
    int mark = Bytes.indexOf(vmlinux, EMBEDDED_START, 0);
    while (mark >= 0) {
      int start = mark + EMBEDDED_START.length();
      if (Compression.at(vmlinux, start).equals(Optional.of(Compression.GZIP))) {
        int mark2 = Bytes.indexOf(vmlinux, EMBEDDED_END, start);
        int end = mark2 < 0 ? vmlinux.length : mark2;
        byte[] text = Compression.GZIP.expand(vmlinux, start, end, Expansion.CONFIG_BYTES);
        return Optional.of(new String(text, StandardCharsets.UTF_8));
      }
      mark = Bytes.indexOf(vmlinux, EMBEDDED_START, start);
    }
    return Optional.empty();
  }

  /** The value of an option, named with or without {@code CONFIG_}; empty when it isn't set. */
  public Optional<String> value(String option) {
    return Optional.ofNullable(options.get(option.replaceFirst("^CONFIG_", "")));
  }

  /**
   * Checks that a kernel with this configuration can be a guest.
   *
   * @throws dev.subflow.failure.UsageException naming every option that is missing
   */
  public void requireBootable(String kernel, boolean hasModules) {
    KernelRequirements.check(kernel, this, hasModules);
  }

  /** Whether an option is {@code y} or {@code m}. */
  public boolean has(String option) {
    return isBuiltIn(option) || isModule(option);
  }

  /**
   * Options that another configuration asks for and this one lacks, such as {@code CONFIG_VETH=y}:
   * {@code y} and {@code m} may be either, anything else has to be equal.
   */
  public List<String> missing(KernelConfig wanted) {
    List<String> missing = new ArrayList<>();
    wanted
        .options()
        .forEach(
            (option, value) -> {
              boolean eitherWay = wanted.has(option);
              boolean there = eitherWay ? has(option) : value(option).equals(Optional.of(value));
              if (!there) {
                missing.add("CONFIG_" + option + "=" + value);
              }
            });
    return missing.stream().sorted().toList();
  }

  public boolean isBuiltIn(String option) {
    return value(option).equals(Optional.of("y"));
  }

  public boolean isModule(String option) {
    return value(option).equals(Optional.of("m"));
  }
}
