// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.root;

import dev.subflow.artifact.debian.AptRoot;
import dev.subflow.artifact.debian.DebianMirror;
import dev.subflow.artifact.image.Erofs;
import dev.subflow.cache.Digests;
import dev.subflow.cache.Folders;
import dev.subflow.failure.UsageException;
import dev.subflow.process.Program;
import dev.subflow.process.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes a root image or a tree from a recipe: mmdebstrap to a tar archive, and that to an erofs
 * image or a folder.
 */
final class RootImageBuilder {
  static final String IMAGE = "root.erofs";
  static final String PACKAGES = "packages.txt";
  static final String TREE = "tree";

  /** Part of the cache key; to be raised when what is below makes different images. */
  static final String VERSION = "4";

  private static final List<String[]> NEEDED_BY_USERS =
      List.of(
          new String[] {"newuidmap", "uidmap"},
          new String[] {"newgidmap", "uidmap"},
          new String[] {"fakeroot", "fakeroot"});

  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final List<String> LEFT_OUT =
      List.of(
          "/usr/share/man/*",
          "/usr/share/info/*",
          "/usr/share/locale/*",
          "/usr/share/lintian/*",
          "/usr/share/bug/*",
          "/usr/share/doc/*",
          "/usr/share/bash-completion/*");

  private final Recipe recipe;
  private final String mirror;
  private final Path log;

  RootImageBuilder(Recipe recipe, String mirror, Path log) {
    this.recipe = recipe;
    this.mirror = mirror;
    this.log = log;
  }

  /** Last step of an archive. */
  @FunctionalInterface
  private interface Finish {
    void accept(boolean root, Path tar, Path work) throws IOException;
  }

  /** Puts {@value #IMAGE} and {@value #PACKAGES} into the folder. */
  void build(Path folder) throws IOException {
    build(
        folder,
        (root, tar, work) ->
            pack(root, tar, Files.createDirectory(work.resolve("tree")), folder.resolve(IMAGE)));
  }

  /**
   * Puts {@value #TREE}, an unpacked system that belongs to this user altogether, and {@value
   * #PACKAGES} into the folder.
   */
  void buildTree(Path folder) throws IOException {
    Path tree = Files.createDirectory(folder.resolve(TREE));
    // Programs that would give root's rights to whoever runs them have no place in a cache. Nothing
    // in it is secret, and other users of the cache must be able to look at all of it.
    String script =
        "tar --no-same-owner --exclude='./dev/*' -xpf \"$1\" -C \"$2\""
            + " && find \"$2\" -xdev -type f -perm /6000 -exec chmod ug-s {} +"
            + " && chmod -R a+rX \"$2\""
            + " && rm -f \"$2\"/etc/resolv.conf && : >\"$2\"/etc/resolv.conf";
    build(
        folder,
        (root, tar, work) ->
            Program.of("sh", "-c", script, "sh", tar.toString(), tree.toString())
                .run(log.resolveSibling(log.getFileName() + ".unpack")));
  }

  private void build(Path folder, Finish finish) throws IOException {
    boolean root = isRoot();
    if (!root) {
      requireUserNamespaces();
    }
    Path work = Files.createTempDirectory(folder, "work");
    try {
      Path tar = work.resolve("root.tar");
      Program program =
          Program.of(debootstrap(root, folder, tar)).with("SOURCE_DATE_EPOCH", "0").in(work);
      if (root) {
        debootstrap(program.with("TMPDIR", work.toString()));
      } else {
        runUnprivileged(program, folder);
      }
      finish.accept(root, tar, work);
    } finally {
      Folders.discard(work);
    }
  }

  private void debootstrap(Program program) throws IOException {
    try {
      program.limit(LIMIT).run(log);
    } catch (ProgramException e) {
      if (e.toString().contains("does not have a Release file")) {
        throw new UsageException(
            "There is no suite \""
                + recipe.suite()
                + "\" of Debian on "
                + mirror
                + "; log: "
                + log);
      }
      if (!e.toString().contains("Failed to fetch")) {
        throw e;
      }
      throw new ProgramException(
          "The packages can't be fetched from "
              + mirror
              + ". Check the network (and http_proxy), or set "
              + DebianMirror.VARIABLE
              + " to a mirror that this machine reaches. "
              + e.getMessage());
    }
  }

  /** Its sub-users must reach the temporary folder, which they don't in a private home. */
  private void runUnprivileged(Program program, Path folder) throws IOException {
    // Named after the entry and its cache, so that the next builder, who holds the same lock, knows
    // what a killed one left.
    String entry = String.valueOf(folder.getFileName()).replaceFirst("\\.\\d+$", "");
    String name = "subflow-" + Digests.of(folder.resolveSibling(entry).toString()).substring(0, 12);
    Path shared = Path.of(System.getProperty("java.io.tmpdir"));
    for (Path stale : Folders.children(shared)) {
      if (String.valueOf(stale.getFileName()).startsWith(name + "-") && Files.isWritable(stale)) {
        removeForeign(stale);
      }
    }
    Path temporary = Files.createTempDirectory(shared, name + "-");
    try {
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
      debootstrap(program.with("TMPDIR", temporary.toString()));
    } finally {
      removeForeign(temporary);
    }
  }

  /** Removes the files of sub-users, which only they can remove. */
  private void removeForeign(Path folder) throws IOException {
    Path removal = log.resolveSibling(log.getFileName() + ".rm");
    Program.of("unshare", "--map-auto", "--map-root-user", "rm", "-rf", folder.toString())
        .run(removal);
  }

  private List<String> debootstrap(boolean root, Path folder, Path tar) throws IOException {
    List<String> command = new ArrayList<>(root ? ownMounts() : List.of());
    command.add("mmdebstrap");
    command.add("--mode=" + (root ? "root" : "unshare"));
    command.add("--variant=" + recipe.variant());
    command.add("--architectures=amd64");
    command.add("--include=" + String.join(",", recipe.packages()));
    AptRoot.networkSettings()
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> command.add("--aptopt=" + line));
    LEFT_OUT.forEach(path -> command.add("--dpkgopt=path-exclude=" + path));
    // Java's installation fails where it can't link its manual pages.
    command.add("--essential-hook=mkdir -p \"$1\"/usr/share/man/man1");
    recipe
        .overlay()
        .ifPresent(files -> command.add("--customize-hook=sync-in " + quote(files) + " /"));
    String list = "/" + PACKAGES;
    command.add(
        "--customize-hook=chroot \"$1\" dpkg-query -W -f '${Package} ${Version}\\n' > \"$1\""
            + list);
    command.add("--customize-hook=download " + list + " " + quote(folder.resolve(PACKAGES)));
    command.add(
        "--customize-hook=rm -rf \"$1\""
            + list
            + " \"$1\"/usr/share/man/*"
            + " \"$1\"/var/cache/debconf/*-old"
            + " \"$1\"/var/lib/dpkg/*-old \"$1\"/var/log/*");
    command.addAll(List.of(recipe.suite(), tar.toString()));
    command.add(AptRoot.source(mirror, recipe.suite()));
    return command;
  }

  /**
   * A mount namespace that ends with mmdebstrap, so that its {@code /proc} and {@code /sys} do not
   * stay mounted when it is killed; none where root may not have one, as in some containers.
   */
  private static List<String> ownMounts() throws IOException {
    List<String> own = List.of("unshare", "--mount", "--propagation", "private");
    List<String> trial = new ArrayList<>(own);
    trial.add("true");
    try {
      Program.of(trial).output();
      return own;
    } catch (ProgramException e) {
      return List.of();
    }
  }

  /** Owners are kept: as root they are real, otherwise fakeroot remembers them. */
  private void pack(boolean root, Path tar, Path tree, Path image) throws IOException {
    // Device nodes are left out: the guest's devtmpfs has them. So are apt's folders for downloads,
    // whose owner depends on who builds, as the image must not.
    String script =
        "tar --numeric-owner --exclude='./dev/*' --exclude='./var/*/apt/*/partial' -xpf \"$TAR\" -C \"$TREE\" && exec "
            + String.join(" ", Erofs.command(Path.of(IMAGE), Path.of("tree"), false))
                .replace(" " + IMAGE + " tree", " \"$IMAGE\" \"$TREE\"");
    List<String> command = new ArrayList<>(root ? List.of() : List.of("fakeroot", "--"));
    command.addAll(List.of("sh", "-c", script));
    Map<String, Path> paths = Map.of("TAR", tar, "TREE", tree, "IMAGE", image);
    Program program = Program.of(command);
    for (Map.Entry<String, Path> path : paths.entrySet()) {
      program = program.with(path.getKey(), path.getValue().toString());
    }
    program.run(log.resolveSibling(log.getFileName() + ".pack"));
  }

  static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private static void requireUserNamespaces() throws IOException {
    String user = System.getProperty("user.name");
    List<String> missing = new ArrayList<>();
    for (String[] needed : NEEDED_BY_USERS) {
      if (Program.find(needed[0]).isEmpty()) {
        missing.add(needed[0] + " isn't installed (package " + needed[1] + ")");
      }
    }
    for (String ranges : List.of("/etc/subuid", "/etc/subgid")) {
      if (!hasRange(Path.of(ranges), user)) {
        missing.add(
            ranges
                + " gives "
                + user
                + " no range (\"usermod --add-subuids 100000-165535"
                + " --add-subgids 100000-165535 "
                + user
                + "\")");
      }
    }
    try {
      Program.of("unshare", "--user", "--map-root-user", "true").output();
    } catch (ProgramException e) {
      missing.add("the kernel refuses user namespaces: " + e.getMessage());
    }
    if (!missing.isEmpty()) {
      throw new UsageException(
          "Building a root image without root needs user namespaces:\n  "
              + String.join("\n  ", missing)
              + "\nPut that right (\"subflow setup\" as root does), or run it once as root.");
    }
  }

  private static boolean hasRange(Path file, String user) throws IOException {
    return Files.isReadable(file)
        && Files.readAllLines(file).stream().anyMatch(line -> line.startsWith(user + ":"));
  }

  private static String quote(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }
}
