// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A folder {@code lib/modules/<release>} with every module expanded and depmod's indexes made. */
final class ModuleTree {
  private final Path folder;

  private ModuleTree(Path folder) {
    this.folder = folder;
  }

  /** A folder that has been made before. */
  static ModuleTree at(Path folder) {
    return new ModuleTree(folder);
  }

  /** Expands the modules of a kernel below {@code base} and indexes them. */
  static ModuleTree make(KernelParts parts, Path base, Path log) throws IOException {
    Path folder = base.resolve("lib/modules").resolve(parts.release());
    Files.createDirectories(folder);
    // Some builds of depmod look below usr/.
    Files.createSymbolicLink(base.resolve("usr"), Path.of("."));
    for (Map.Entry<String, Path> file : parts.modules().entrySet()) {
      expand(file.getKey(), file.getValue(), folder);
    }
    Program.of("depmod", "-b", base.toString(), parts.release()).run(log);
    return new ModuleTree(folder);
  }

  private static void expand(String path, Path source, Path folder) throws IOException {
    Path target = folder.resolve(path.replaceFirst("\\.ko\\.\\w+$", ".ko"));
    Files.createDirectories(target.getParent());
    byte[] content = Files.readAllBytes(source);
    Optional<Compression> compression =
        path.endsWith(".ko") ? Optional.empty() : Compression.of(content);
    boolean packed = compression.isPresent() && KernelParts.isModule(path);
    Files.write(target, packed ? compression.get().expand(content) : content);
  }

  /** Folder of the folders of all releases: {@code lib/modules}. */
  Path releases() {
    return folder.resolveSibling("");
  }

  /**
   * Modules to load, in order, so that the named ones work: each after all it depends on. Names
   * that are built in or don't exist in this kernel are left out.
   */
  List<Path> loadOrder(List<String> names) throws IOException {
    Map<String, List<String>> dependencies = dependencies(read("modules.dep"));
    Map<String, List<String>> earlier = softDependencies(read("modules.softdep"));
    Map<String, String> paths = new TreeMap<>();
    dependencies.keySet().forEach(path -> paths.put(nameOf(path), path));
    Set<String> order = new LinkedHashSet<>();
    for (String name : names) {
      add(name, paths, dependencies, earlier, order, new LinkedHashSet<>());
    }
    return order.stream().map(folder::resolve).toList();
  }

  private static void add(
      String name,
      Map<String, String> paths,
      Map<String, List<String>> dependencies,
      Map<String, List<String>> earlier,
      Set<String> order,
      Set<String> visiting) {
    String path = paths.get(name);
    if (path == null || order.contains(path) || !visiting.add(name)) {
      return;
    }
    List<String> first = new ArrayList<>(earlier.getOrDefault(name, List.of()));
    dependencies.getOrDefault(path, List.of()).forEach(needed -> first.add(nameOf(needed)));
    for (String needed : first) {
      add(needed, paths, dependencies, earlier, order, visiting);
    }
    order.add(path);
  }

  /** modules.dep; sample: {@code kernel/net/core/failover.ko: kernel/net/a.ko kernel/net/b.ko}. */
  static Map<String, List<String>> dependencies(String text) {
    Map<String, List<String>> dependencies = new TreeMap<>();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        dependencies.put(line.substring(0, colon), words(line.substring(colon + 1)));
      }
    }
    return dependencies;
  }

  /** modules.softdep; sample: {@code softdep libcrc32c pre: crc32c post: foo}. */
  static Map<String, List<String>> softDependencies(String text) {
    Map<String, List<String>> earlier = new TreeMap<>();
    for (String line : text.split("\n", -1)) {
      List<String> words = words(line);
      int pre = words.indexOf("pre:");
      if (words.size() > 2 && words.get(0).equals("softdep") && pre > 0) {
        int post = words.indexOf("post:");
        int end = post > pre ? post : words.size();
        earlier.put(
            canonical(words.get(1)),
            words.subList(pre + 1, end).stream().map(ModuleTree::canonical).toList());
      }
    }
    return earlier;
  }

  private String read(String index) throws IOException {
    Path file = folder.resolve(index);
    return Files.isReadable(file) ? Files.readString(file) : "";
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  private static String nameOf(String path) {
    return canonical(path.replaceFirst(".*/", "").replaceFirst("\\.ko$", ""));
  }

  private static String canonical(String name) {
    return name.replace('-', '_');
  }
}
