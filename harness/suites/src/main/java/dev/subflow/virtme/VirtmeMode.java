// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.failure.NearestNames;
import dev.subflow.failure.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Mode of the image: its first argument.
 *
 * @see <a href="https://github.com/multipath-tcp/mptcp-upstream-virtme-docker">the image</a>
 */
public enum VirtmeMode {
  MANUAL_NORMAL("manual-normal", Kind.SHELL, Takes.KCONFIG),
  MANUAL_DEBUG("manual-debug", Kind.SHELL, Takes.KCONFIG),
  MANUAL_BTF_NORMAL("manual-btf-normal", Kind.SHELL, Takes.KCONFIG),
  MANUAL_BTF_DEBUG("manual-btf-debug", Kind.SHELL, Takes.KCONFIG),
  AUTO_NORMAL("auto-normal", Kind.TESTS, Takes.KCONFIG),
  AUTO_DEBUG("auto-debug", Kind.TESTS, Takes.KCONFIG),
  AUTO_ALL("auto-all", Kind.TESTS, Takes.KCONFIG),
  AUTO_BTF_NORMAL("auto-btf-normal", Kind.TESTS, Takes.KCONFIG),
  AUTO_BTF_DEBUG("auto-btf-debug", Kind.TESTS, Takes.KCONFIG),
  AUTO_BTF_ALL("auto-btf-all", Kind.TESTS, Takes.KCONFIG),
  VM_MANUAL("vm-manual", Kind.SHELL, Takes.VARIANT),
  VM_AUTO("vm-auto", Kind.TESTS, Takes.VARIANT),
  MAKE("make", Kind.TOOL, Takes.WORDS),
  MAKE_CROSS("make.cross", Kind.TOOL, Takes.WORDS),
  BUILD("build", Kind.TOOL, Takes.VARIANT_AND_KCONFIG),
  DEFCONFIG("defconfig", Kind.TOOL, Takes.VARIANT_AND_KCONFIG),
  CLEAN("clean", Kind.TOOL, Takes.VARIANT),
  SELFTESTS("selftests", Kind.TOOL, Takes.VARIANT),
  BPFTESTS("bpftests", Kind.TOOL, Takes.VARIANT),
  STATIC("static", Kind.TOOL, Takes.VARIANT),
  CMD("cmd", Kind.TOOL, Takes.WORDS),
  SRC("src", Kind.TOOL, Takes.WORDS),
  PERF_NORMAL("perf-normal", Kind.TOOL, Takes.WORDS),
  PERF_DEBUG("perf-debug", Kind.TOOL, Takes.WORDS),
  LCOV2HTML("lcov2html", Kind.TOOL, Takes.WORDS),
  CONNECT("connect", Kind.VISIT, Takes.WORDS),
  GDB("gdb", Kind.VISIT, Takes.WORDS),
  HELP("help", Kind.TOOL, Takes.NOTHING);

  private static final List<String> VARIANTS =
      List.of("normal", "debug", "btf-normal", "btf-debug");

  private final String argument;
  private final Kind kind;
  private final Takes takes;

  VirtmeMode(String argument, Kind kind, Takes takes) {
    this.argument = argument;
    this.kind = kind;
    this.takes = takes;
  }

  /** Products of a mode. */
  public enum Kind {
    /** A shell in a VM, which ends when the user leaves it. */
    SHELL,
    /** Tests run in a VM and leave results. */
    TESTS,
    /** Something that needs no VM. */
    TOOL,
    /** A look into a VM that runs already, in its container. */
    VISIT
  }

  /** Arguments that may follow a mode. */
  private enum Takes {
    NOTHING,
    VARIANT,
    KCONFIG,
    VARIANT_AND_KCONFIG,
    WORDS
  }

  /**
   * The mode of a name.
   *
   * @throws UsageException if there is none
   */
  public static VirtmeMode parse(String name) {
    List<String> known = names();
    return Stream.of(values())
        .filter(mode -> mode.argument.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "the image has no mode \""
                        + name
                        + "\"; did you mean "
                        + String.join(" or ", NearestNames.of(name, known, 2))
                        + "? There are: "
                        + String.join(", ", known)));
  }

  /** The names of all modes. */
  public static List<String> names() {
    return Stream.of(values()).map(VirtmeMode::argument).toList();
  }

  /** Its name: the first argument of the container. */
  public String argument() {
    return argument;
  }

  /** Product of the mode. */
  public Kind kind() {
    return kind;
  }

  /** The variant of the kernel that it builds and tests; absent for other modes. */
  public Optional<String> testedVariant() {
    return argument.startsWith("auto-") && parts().size() == 1
        ? Optional.of(argument.substring("auto-".length()))
        : Optional.empty();
  }

  /** Modes that it runs one after the other, each a variant of the kernel; else itself. */
  public List<VirtmeMode> parts() {
    return switch (this) {
      case AUTO_ALL -> List.of(AUTO_NORMAL, AUTO_DEBUG);
      case AUTO_BTF_ALL -> List.of(AUTO_BTF_NORMAL, AUTO_BTF_DEBUG);
      default -> List.of(this);
    };
  }

  /**
   * The container's command.
   *
   * @param arguments what follows the mode: arguments of the kernel's {@code scripts/config}, a
   *     variant of the kernel, or free words, as the mode takes them
   * @throws UsageException if it does not take them
   */
  public List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(argument));
    switch (takes) {
      case NOTHING -> refuse(arguments, "takes no arguments");
      case VARIANT -> {
        boolean fits = arguments.size() <= 1 && VARIANTS.containsAll(arguments);
        refuse(fits ? List.of() : arguments, "takes one of " + String.join(", ", VARIANTS));
      }
      case VARIANT_AND_KCONFIG -> {
        // Without a variant the image takes the first argument for one.
        if (!arguments.isEmpty() && !VARIANTS.contains(arguments.get(0))) {
          command.add("normal");
        }
      }
      case KCONFIG, WORDS -> {}
    }
    command.addAll(arguments);
    return List.copyOf(command);
  }

  private void refuse(List<String> arguments, String reason) {
    if (!arguments.isEmpty()) {
      throw new UsageException(
          "the mode " + argument + " " + reason + ", not \"" + String.join(" ", arguments) + "\"");
    }
  }
}
