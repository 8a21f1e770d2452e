// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.artifact.image.Erofs;
import dev.subflow.artifact.root.Toolbox;
import dev.subflow.artifact.root.ToolboxCommand;
import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Digests;
import dev.subflow.cache.Enclosure;
import dev.subflow.cache.Folders;
import dev.subflow.cache.RelativePath;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Tests that are no selftests of a kernel tree, put into the same form: a folder with programs that
 * print TAP, in an image. Scripts are in {@code images/selftests}.
 */
final class OtherSuites {
  /** Part of the cache key; to be raised when what is below makes different bundles. */
  private static final String VERSION = "1";

  static final String KUNIT = "kunit";
  static final String PACKETDRILL = "packetdrill";
  private static final Path TESTS = Path.of("gtests/net");
  private static final String IMAGE = "selftests.erofs";
  private static final String OUT = "out";

  /** Where the build sees its folder: makefiles can't take a name with blanks. */
  private static final Path INSIDE = Path.of("/usr/src/packetdrill");

  private static final Duration KUNIT_LIMIT = Duration.ofMinutes(2);
  private static final Duration PACKETDRILL_LIMIT = Duration.ofMinutes(20);
  // --tolerance_usecs=100000
  private static final Pattern TOLERANCE =
      Pattern.compile("(?m)^--tolerance_usecs=(\\d{1,9})\\s*$");
  private static final Map<String, String> KUNIT_SUITES = new LinkedHashMap<>();

  static {
    KUNIT_SUITES.put("mptcp_crypto_test", "mptcp-crypto");
    KUNIT_SUITES.put("mptcp_token_test", "mptcp-token");
  }

  private final Cache cache;
  private final Path scripts;
  private final Toolbox toolbox;
  private final Consumer<String> progress;

  OtherSuites(Cache cache, Path images, Toolbox toolbox, Consumer<String> progress) {
    this.cache = cache;
    this.scripts = images.resolve("selftests");
    this.toolbox = toolbox;
    this.progress = progress;
  }

  /** KUnit's tests of MPTCP; those that a kernel lacks skip themselves. */
  SelftestBundle kunit() {
    try {
      CacheKey key = key(KUNIT);
      Path entry =
          cache.get(
              key,
              made -> {
                Path folder = Files.createDirectories(made.resolve(OUT).resolve(KUNIT));
                Files.copy(scripts.resolve("kunit.sh"), folder.resolve("kunit.sh"));
                for (Map.Entry<String, String> suite : KUNIT_SUITES.entrySet()) {
                  script(
                      Enclosure.of(folder),
                      Path.of(suite.getKey()),
                      "exec sh ./kunit.sh " + suite.getKey() + " " + suite.getValue());
                }
                pack(made, KUNIT);
              });
      return new SelftestBundle(
          key.id(),
          KUNIT,
          entry.resolve(IMAGE),
          List.copyOf(KUNIT_SUITES.keySet()),
          KUNIT_LIMIT,
          List.of());
    } catch (IOException e) {
      throw new InfrastructureException("KUnit's tests can't be prepared: " + e.getMessage(), e);
    }
  }

  /**
   * Packetdrill's tests of MPTCP, a program for each of its folders.
   *
   * @param checkout of the packetdrill that knows MPTCP
   * @param tolerance by how much to multiply the tests' tolerance of time
   */
  SelftestBundle packetdrill(Path checkout, int tolerance) {
    requirePacketdrill(checkout);
    Path net = checkout.resolve(TESTS);
    try {
      CacheKey key =
          key(PACKETDRILL)
              .with("source", Digests.ofTree(net))
              .with("toolbox", toolbox.key().id())
              .with("tolerance", String.valueOf(tolerance));
      Path entry = cache.get(key, made -> buildPacketdrill(checkout, made, tolerance));
      List<String> programs = Files.readAllLines(entry.resolve("list"));
      return new SelftestBundle(
          key.id(), PACKETDRILL, entry.resolve(IMAGE), programs, PACKETDRILL_LIMIT, List.of());
    } catch (IOException e) {
      throw new InfrastructureException(
          "The packetdrill of " + checkout + " can't be built: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses what is no packetdrill.
   *
   * @throws UsageException that says what one has
   */
  static void requirePacketdrill(Path checkout) {
    Path net = checkout.resolve(TESTS);
    if (!Files.isDirectory(net.resolve("mptcp"))
        || !Files.isRegularFile(net.resolve("packetdrill/run_all.py"))) {
      throw new UsageException(
          checkout
              + " is no checkout of packetdrill with tests of MPTCP: it wants gtests/net/mptcp and"
              + " gtests/net/packetdrill/run_all.py. Those of"
              + " https://github.com/multipath-tcp/packetdrill are meant.");
    }
  }

  private void buildPacketdrill(Path checkout, Path made, int tolerance) throws IOException {
    Path log = cache.logFile(PACKETDRILL);
    Path out = Files.createDirectories(made.resolve(OUT));
    Path folder = out.resolve(PACKETDRILL);
    Path tests = Enclosure.of(checkout).find(TESTS).orElseThrow();
    Program.of("cp", "-a", tests.toString(), folder.toString()).run(log);
    toolbox.prepare();
    progress.accept("compiling packetdrill");
    Path source = INSIDE.resolve(out.relativize(folder.resolve("packetdrill")));
    ToolboxCommand make =
        toolbox
            .command("sh", "-ec", "if [ -e configure ]; then ./configure; fi; make packetdrill")
            .in(source)
            .writing(out, INSIDE);
    Compilation.of(PACKETDRILL, Optional.of(checkout), () -> make.run(log));
    List<String> programs =
        programs(out, Files.readString(scripts.resolve("packetdrill.sh")), tolerance);
    Files.write(made.resolve("list"), programs);
    pack(made, PACKETDRILL);
  }

  /**
   * Puts a program for each folder of tests beside them.
   *
   * @param out with the folder of packetdrill, in which a stranger's make has been at work
   * @return their names
   */
  static List<String> programs(Path out, String runner, int tolerance) throws IOException {
    Path folder = Path.of(PACKETDRILL);
    Enclosure enclosure = Enclosure.of(out);
    var unused = enclosure.write(folder.resolve("packetdrill.sh"), runner);
    List<String> programs = new ArrayList<>();
    Map<String, List<Path>> scenarios = new TreeMap<>();
    Path mptcp = folder.resolve("mptcp");
    for (Path file : enclosure.regularFiles(mptcp)) {
      Path path = mptcp.relativize(file);
      if (path.getNameCount() == 2 && path.toString().endsWith(".pkt")) {
        String name = RelativePath.name(path.getName(0).toString(), mptcp + ": a folder of tests");
        scenarios.computeIfAbsent(name, n -> new ArrayList<>()).add(file);
      }
    }
    for (Map.Entry<String, List<Path>> tests : scenarios.entrySet()) {
      String name = tests.getKey();
      script(enclosure, folder.resolve(name + ".sh"), "exec sh ./packetdrill.sh mptcp/" + name);
      programs.add(name + ".sh");
      for (Path scenario : tests.getValue()) {
        String text = enclosure.text(scenario).orElseThrow();
        Files.writeString(enclosure.file(scenario).orElseThrow(), tolerant(text, tolerance));
      }
    }
    return programs.stream().sorted().toList();
  }

  static String tolerant(String scenario, int tolerance) {
    return TOLERANCE
        .matcher(scenario)
        .replaceAll(m -> "--tolerance_usecs=" + Long.parseLong(m.group(1)) * tolerance);
  }

  private CacheKey key(String name) throws IOException {
    return CacheKey.of("selftests")
        .with("suite", name)
        .with("scripts", Digests.ofTree(scripts))
        .with("builder", VERSION);
  }

  private static void script(Enclosure folder, Path file, String command) throws IOException {
    Path script = folder.write(file, "#!/bin/sh\n" + command + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void pack(Path made, String name) throws IOException {
    Path out = made.resolve(OUT);
    Erofs.pack(made.resolve(IMAGE), out, cache.logFile(name));
    Folders.delete(out);
  }
}
