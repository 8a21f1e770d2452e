// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Understands what a kernel's make prints, line by line: what it makes, warnings, errors.
 *
 * <p>The output of each target must come in one piece ({@code make --output-sync=target}), so that
 * a warning belongs to the object named last.
 */
final class BuildOutput {
  //   CC      net/mptcp/protocol.o        CC [M]  fs/x.o       OBJCOPY arch/x86/boot/setup.bin
  private static final Pattern STEP = Pattern.compile("  ([A-Z][A-Z0-9_]*)(?: \\[M\\])? +(\\S+)");
  // net/mptcp/pm.c:12:3: warning: unused variable 'x' [-Wunused-variable]
  private static final Pattern COMPILER =
      Pattern.compile("(\\S+?):(\\d+):(?:\\d+:)? (warning|error|fatal error): (.*)");
  // vmlinux.o: warning: objtool: f+0x12: unreachable instruction
  private static final Pattern OBJTOOL = Pattern.compile("(\\S+): (warning|error): (objtool: .*)");
  // WARNING: modpost: vmlinux: section mismatch ...     ERROR: modpost: "f" [x.ko] undefined!
  private static final Pattern MODPOST = Pattern.compile("(WARNING|ERROR): (modpost: .*)");
  // ld: /usr/src/linux/net/mptcp/pm.c:12:(.text+0x5): undefined reference to `f'
  private static final Pattern LINKER =
      Pattern.compile(
          "(?:\\S*ld: )?(\\S+?):(?:(\\d+):)?(?:\\(\\S+\\):)? ((?:undefined reference|multiple"
              + " definition|relocation truncated).*)");
  // net/mptcp/Kconfig:12: syntax error      kconfig: net/Kconfig:5:error: ...
  private static final Pattern KCONFIG =
      Pattern.compile(
          "(\\S*Kconfig\\S*):(\\d+):\\s*(?:error:)?\\s*(.*(?:error|unknown|unexpected|can't|invalid|missing|recursive).*)");
  // make[2]: *** No rule to make target 'net/mptcp/x.o', needed by 'net/mptcp/built-in.a'.  Stop.
  private static final Pattern NO_RULE =
      Pattern.compile("make.*: \\*\\*\\* (No rule to make target .*)");

  // /tmp/ccX.s: Fatal error: net/mptcp/pm.o: No space left on device
  // collect2: fatal error: ld terminated with signal 7 [Bus error], core dumped
  private static final Pattern FULL =
      Pattern.compile(
          "No space left on device|Disk quota exceeded|terminated with signal 7 |: Bus error");

  private final Path source;
  private final Map<String, List<String>> warnings = new LinkedHashMap<>();
  private final List<CompileError> errors = new ArrayList<>();
  private String object = "";
  private int compiled;
  private Optional<String> outOfSpace = Optional.empty();
  private boolean killed;

  /**
   * Begins with nothing read.
   *
   * @param source the tree as the build sees it; names of files are given relative to it
   */
  BuildOutput(Path source) {
    this.source = source;
  }

  /** Takes the next line. */
  void line(String line) {
    Matcher step = STEP.matcher(line);
    if (step.matches()) {
      object = step.group(2);
      if (step.group(1).equals("CC") || step.group(1).equals("AS")) {
        compiled++;
      }
      warnings.put(object, new ArrayList<>());
      return;
    }
    if (outOfSpace.isEmpty() && FULL.matcher(line).find()) {
      outOfSpace = Optional.of(line.strip());
    }
    killed |= line.contains("Killed signal terminated program") || line.endsWith(" Killed");
    diagnostic(line);
  }

  private void diagnostic(String line) {
    Matcher compiler = COMPILER.matcher(line);
    Matcher objtool = OBJTOOL.matcher(line);
    Matcher modpost = MODPOST.matcher(line);
    Matcher linker = LINKER.matcher(line);
    Matcher kconfig = KCONFIG.matcher(line);
    Matcher noRule = NO_RULE.matcher(line);
    if (compiler.matches()) {
      String file = relative(compiler.group(1));
      if (compiler.group(3).equals("warning")) {
        String where = line.substring(compiler.start(1), compiler.start(3));
        warning(relative(where.strip()) + " warning: " + compiler.group(4));
      } else {
        error(file, compiler.group(2), compiler.group(4));
      }
    } else if (objtool.matches()) {
      if (objtool.group(2).equals("warning")) {
        warning(objtool.group(1) + ": warning: " + objtool.group(3));
      } else {
        error(objtool.group(1), "0", objtool.group(3));
      }
    } else if (modpost.matches()) {
      if (modpost.group(1).equals("WARNING")) {
        warning("warning: " + modpost.group(2));
      } else {
        error("", "0", modpost.group(2));
      }
    } else if (linker.matches()) {
      String number = Optional.ofNullable(linker.group(2)).orElse("0");
      error(relative(linker.group(1)), number, linker.group(3));
    } else if (kconfig.matches()) {
      error(relative(kconfig.group(1)), kconfig.group(2), kconfig.group(3));
    } else if (noRule.matches()) {
      error("", "0", noRule.group(1).replaceFirst("\\s*Stop\\.$", ""));
    }
  }

  private void warning(String text) {
    warnings.computeIfAbsent(object, name -> new ArrayList<>()).add(text);
  }

  private void error(String file, String line, String message) {
    CompileError error = new CompileError(file, Integer.parseInt(line), message, Optional.empty());
    if (!errors.contains(error)) {
      errors.add(error);
    }
  }

  private String relative(String file) {
    String prefix = source + "/";
    return file.startsWith(prefix) ? file.substring(prefix.length()) : file;
  }

  /** Number of files compiled so far. */
  int compiled() {
    return compiled;
  }

  /** Object that is made now. */
  String object() {
    return object;
  }

  /** Warnings by the object whose making they came from; objects without any are there too. */
  Map<String, List<String>> warnings() {
    return warnings;
  }

  List<CompileError> errors() {
    return errors;
  }

  /** The line that says that a disk was full, whereupon nothing else is to be believed. */
  Optional<String> outOfSpace() {
    return outOfSpace;
  }

  /** Whether a compiler was killed from outside, as for want of memory. */
  boolean wasKilled() {
    return killed;
  }
}
