// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import dev.subflow.failure.UsageException;
import dev.subflow.process.Program;
import dev.subflow.process.SearchPath;
import dev.subflow.process.SessionDirectories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the host's tools and their versions. {@code SUBFLOW_QEMU} names another QEMU than the one
 * in PATH. Answers are kept; thread-safe.
 */
public final class Tools {
  static final String QEMU_OVERRIDE = "SUBFLOW_QEMU";

  private final Map<String, String> environment;
  private final SearchPath path;
  private final boolean root;
  private final boolean images;
  private final Path files;
  private final Map<Tool, FoundTool> found = new ConcurrentHashMap<>();

  /**
   * @param files where paths of files start: {@code /}
   */
  Tools(Map<String, String> environment, boolean root, Path files) {
    this(environment, root, true, files);
  }

  private Tools(Map<String, String> environment, boolean root, boolean images, Path files) {
    this.environment = Map.copyOf(environment);
    this.path = SearchPath.of(environment);
    this.root = root;
    this.images = images;
    this.files = files;
  }

  /** The tools in this JVM's PATH and in the directories for administrators. */
  public static Tools ofThisMachine() {
    return new Tools(System.getenv(), SessionDirectories.uid() == 0, Path.of("/"));
  }

  /**
   * The same, of which those that only build root images are not required: for a machine that has
   * the images.
   */
  public Tools withoutImages() {
    return new Tools(environment, root, false, files);
  }

  /**
   * The tool, of a version that will do.
   *
   * @throws UsageException if it is missing or too old; the message has the line to type
   */
  public FoundTool find(Tool tool) {
    FoundTool here =
        look(tool)
            .orElseThrow(
                () ->
                    new UsageException(
                        wanted(tool)
                            + ", which "
                            + tool.purpose()
                            + ", is missing. "
                            + advice(tool)));
    if (here.isTooOld()) {
      throw new UsageException(
          here.path()
              + here.version()
                  .map(it -> " is version " + it)
                  .orElse(
                      " does not tell its version (\""
                          + String.join(" ", tool.versionArguments())
                          + "\" failed or took too long)")
              + ", but "
              + tool.minimum().map(Version::toString).orElse("another")
              + " or newer is needed, as it "
              + tool.purpose()
              + ". "
              + advice(tool));
    }
    return here;
  }

  /** The tool as it is here, old or not. */
  public Optional<FoundTool> look(Tool tool) {
    FoundTool known = found.get(tool);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<FoundTool> here =
        locate(tool).map(file -> new FoundTool(tool, file, version(tool, file)));
    here.ifPresent(it -> found.put(tool, it));
    return here;
  }

  /** Required tools that are missing or too old. */
  public List<Tool> unmet() {
    List<Tool> unmet = new ArrayList<>();
    for (Tool tool : Tool.values()) {
      if (requires(tool) && !satisfied(tool)) {
        unmet.add(tool);
      }
    }
    return unmet;
  }

  /** Asks for a version only where it matters: that takes a process. */
  private boolean satisfied(Tool tool) {
    return tool.minimum().isEmpty()
        ? locate(tool).isPresent()
        : look(tool).filter(here -> !here.isTooOld()).isPresent();
  }

  /** Advice on how to get a tool: the line to type, or what else to do. */
  String advice(Tool tool) {
    if (isChosen(tool)) {
      return QEMU_OVERRIDE
          + "="
          + environment.get(QEMU_OVERRIDE)
          + " names it: correct or unset that variable.";
    }
    String line = line(List.of(tool)).map(it -> "Type: " + it).orElse("Install it.");
    boolean old = look(tool).filter(FoundTool::isTooOld).isPresent();
    return tool == Tool.QEMU && old
        ? line + "; if that is no newer, set " + QEMU_OVERRIDE + " to the path of one that is."
        : line;
  }

  /** Whether the user has named the program to take. */
  boolean isChosen(Tool tool) {
    return tool == Tool.QEMU && environment.containsKey(QEMU_OVERRIDE);
  }

  /** The one line that installs {@code tools}; empty where no package manager is known. */
  Optional<String> line(List<Tool> tools) {
    return packageManager().flatMap(manager -> manager.line(tools, root));
  }

  Optional<PackageManager> packageManager() {
    return PackageManager.find(path);
  }

  /** Path of a program that is there. */
  String program(String name) {
    return path.find(name)
        .orElseThrow(() -> new UsageException(name + " is not in PATH"))
        .toString();
  }

  /** Tools of this machine, looked at anew. */
  Tools again() {
    return new Tools(environment, root, images, files);
  }

  /** Whether guests can't run here without a tool. */
  boolean requires(Tool tool) {
    return tool.requiredBy(root, images);
  }

  /** Whether this user could have a use for a tool, should images be built. */
  boolean couldUse(Tool tool) {
    return tool.requiredBy(root, true) || tool.isOptional();
  }

  /** Whether root images have to be built. */
  boolean forImages() {
    return images;
  }

  boolean isRoot() {
    return root;
  }

  private String wanted(Tool tool) {
    return tool == Tool.QEMU
        ? environment.getOrDefault(QEMU_OVERRIDE, tool.executable())
        : tool.executable();
  }

  private Optional<Path> locate(Tool tool) {
    return switch (tool) {
      case STATIC_LIBC -> staticLibc();
      case DEBIAN_KEYRING ->
          Optional.of(files.resolve(tool.executable().substring(1))).filter(Files::isReadable);
      default -> path.find(wanted(tool)).map(Path::toAbsolutePath);
    };
  }

  /**
   * Only the compiler knows where its libraries are; for one it has not it answers the bare name.
   */
  private Optional<Path> staticLibc() {
    return path.find(Tool.GCC.executable())
        .flatMap(gcc -> Program.of(gcc.toString(), "-print-file-name=libc.a").ask())
        .map(answer -> Path.of(answer.strip()).normalize())
        .filter(Path::isAbsolute)
        .filter(Files::isReadable);
  }

  private static Optional<Version> version(Tool tool, Path file) {
    if (tool.versionArguments().isEmpty()) {
      return Optional.empty();
    }
    List<String> argv = new ArrayList<>(List.of(file.toString()));
    argv.addAll(tool.versionArguments());
    return Program.of(argv).ask().flatMap(Version::firstIn);
  }
}
