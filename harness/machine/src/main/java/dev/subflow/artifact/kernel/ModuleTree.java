// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.cache.Enclosure;
import dev.subflow.cache.RelativePath;
import dev.subflow.failure.UsageException;
import dev.subflow.process.Program;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
  /** Lists of paths, a line each, that come with the modules. */
  private static final List<String> PATH_LISTS = List.of("modules.order", "modules.builtin");

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
    long left = Expansion.MODULES_BYTES;
    for (Map.Entry<String, Path> file : parts.modules().entrySet()) {
      Path target = target(file.getKey(), folder);
      expand(file.getKey(), file.getValue(), target, Math.min(left, Expansion.MODULE_BYTES));
      left -= Files.size(target);
      if (PATH_LISTS.contains(file.getKey())) {
        requirePaths(target, file.getValue());
      }
    }
    Program.of("depmod", "-b", base.toString(), parts.release()).confined(base).run(log);
    return new ModuleTree(folder);
  }

  private static Path target(String path, Path folder) throws IOException {
    String expanded = path.replaceFirst("\\.ko\\.\\w+$", ".ko");
    Path target = folder.resolve(RelativePath.path(expanded, folder + ": the path of a module"));
    Files.createDirectories(target.resolveSibling(""));
    return target;
  }

  static void expand(String path, Path source, Path target, long limit) throws IOException {
    boolean packed = KernelParts.isModule(path) && !path.endsWith(".ko");
    byte[] chunk = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(target);
        InputStream in = new Expansion(open(source, packed), limit)) {
      for (int read = read(source, in, chunk); read >= 0; read = read(source, in, chunk)) {
        out.write(chunk, 0, read);
      }
    }
  }

  private static InputStream open(Path source, boolean packed) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(source));
    in.mark(Compression.MAGIC_BYTES);
    Optional<Compression> compression = Compression.of(in.readNBytes(Compression.MAGIC_BYTES));
    in.reset();
    try {
      return packed && compression.isPresent() ? compression.get().open(in) : in;
    } catch (IOException e) {
      in.close();
      throw unusable(source, e);
    }
  }

  private static int read(Path source, InputStream in, byte[] chunk) throws IOException {
    try {
      return in.read(chunk, 0, chunk.length);
    } catch (IOException e) {
      throw unusable(source, e);
    }
  }

  private static UsageException unusable(Path source, IOException e) {
    return new UsageException(
        "The module "
            + source
            + " can't be used: "
            + e.getMessage()
            + ". Install or build the kernel's modules again, or use a kernel from who is trusted.",
        e);
  }

  /** Refuses a list of modules with anything else; modprobe, depmod and mkfs read it too. */
  private static void requirePaths(Path list, Path source) throws IOException {
    String text = Enclosure.of(list.resolveSibling("")).text(list.getFileName()).orElse("");
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        var unused = RelativePath.path(line.strip(), source + ":" + number + ": the module");
      }
    }
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
    String where = folder.resolve("modules.dep") + ": the module";
    return order.stream().map(path -> folder.resolve(RelativePath.path(path, where))).toList();
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
