// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Ends of the whole process, in a JVM of its own: one line and exit code 3, whatever it is. */
final class LaunchTest {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @TempDir Path folder;

  /** The exit code and the output of a process that ended. */
  private record End(int exitCode, String out, String err) {
    End isToldInOneLine(String... parts) {
      assertThat(err.lines()).as(err).hasSize(1);
      assertThat(err).startsWith("subflow: ").contains(parts);
      assertThat(out).isEmpty();
      assertThat(exitCode).isEqualTo(3);
      return this;
    }
  }

  private End run(List<String> argv, Path input) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(argv)
            .redirectInput(input.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new End(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static List<String> java(String classPath, String... rest) {
    List<String> argv = new ArrayList<>();
    argv.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    argv.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath));
    argv.addAll(List.of(rest));
    return argv;
  }

  private static final Path NOTHING = Path.of("/dev/null");

  @Test
  void tooLittleMemoryForAnInput() throws Exception {
    Path input = folder.resolve("input");
    Files.writeString(input, "ESTAB 0 0 10.0.0.1:1 10.0.0.2:2\n".repeat(1 << 20));

    run(java(CLASS_PATH, "-Xmx36m", "dev.subflow.cli.Launch", "parse", "ss"), input)
        .isToldInOneLine("out of memory: this JVM may use 3", "MiB", "SUBFLOW_JAVA_OPTS");
  }

  @Test
  void tooLittleMemoryForAnything() throws Exception {
    run(java(CLASS_PATH, "-Xmx20m", "dev.subflow.cli.Launch", "list"), NOTHING)
        .isToldInOneLine("out of memory: this JVM may use 1", "MiB", "SUBFLOW_JAVA_OPTS");
  }

  @Test
  void tooLittleMemoryInAnotherThread() throws Exception {
    run(java(CLASS_PATH, "-Xmx16m", ThreadWithoutMemoryMain.class.getName()), NOTHING)
        .isToldInOneLine("out of memory: this JVM may use 1", "SUBFLOW_JAVA_OPTS");
  }

  @Test
  void aLibraryThatIsNotThere() throws Exception {
    String without =
        Stream.of(CLASS_PATH.split(File.pathSeparator))
            .filter(p -> !p.contains("picocli"))
            .reduce((a, b) -> a + ":" + b)
            .orElseThrow();

    run(
            java(without, "-Dsubflow.home=/home/me/subflow", "dev.subflow.cli.Launch", "--help"),
            NOTHING)
        .isToldInOneLine(
            "a class is missing or damaged (java.lang.NoClassDefFoundError: picocli/",
            "/home/me/subflow/target/launcher is not whole. Remove it");
  }

  @Test
  void aLibraryThatIsCutShort() throws Exception {
    Path jar = jar(CommandLine.class);
    Path cut = folder.resolve("cut.jar");
    byte[] whole = Files.readAllBytes(jar);
    Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));

    run(
            java(
                CLASS_PATH.replace(jar.toString(), cut.toString()),
                "dev.subflow.cli.Launch",
                "list"),
            NOTHING)
        .isToldInOneLine("a class is missing or damaged (", "is not whole. Remove it");
  }

  @Test
  void aLibraryWithBytesChanged() throws Exception {
    Path jar = jar(CommandLine.class);
    Path changed = folder.resolve("changed.jar");
    byte[] whole = Files.readAllBytes(jar);
    for (int at = 10_000; at < whole.length - 100_000; at += 500) {
      whole[at] ^= 0x55;
    }
    Files.write(changed, whole);

    run(
            java(
                CLASS_PATH.replace(jar.toString(), changed.toString()),
                "dev.subflow.cli.Launch",
                "list"),
            NOTHING)
        .isToldInOneLine("a class is missing or damaged (", "is not whole. Remove it");
  }

  @Test
  void tooFewFiles() throws Exception {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", "ulimit -n 24; exec \"$@\"", "sh"));
    argv.addAll(java(CLASS_PATH, "dev.subflow.cli.Launch", "list"));

    run(argv, NOTHING).isToldInOneLine("too many open files: this process may have ", "ulimit -n");
  }

  private static Path jar(Class<?> in) {
    try {
      return Path.of(in.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
