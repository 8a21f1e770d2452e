// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Has faults befall runs: each is a process of its own with folders of its own, as a user's is.
 *
 * @param home the checkout
 * @param folder where what runs leave is kept
 * @param machine in words
 */
record Stage(Path home, Path folder, String machine) {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final long LOOK_AGAIN_MILLIS = 50;

  /** Makes it happen once. */
  Try happen(Fault fault, Where where, int number) throws IOException, InterruptedException {
    String mark = where.name() + "-" + fault.file() + "-" + number + "-" + System.nanoTime();
    Path folders = Files.createDirectories(folder.resolve(mark));
    Path out = folders.resolve("out");
    Path scratch = Files.createDirectory(folders.resolve("scratch"));
    Path temporary = Files.createDirectory(folders.resolve("tmp"));
    // A short one, or sockets do not fit in; only its owner may enter.
    Path runtime = Files.createTempDirectory(Path.of("/tmp"), "fm");
    Path said = folders.resolve("output");
    HostProcesses processes = new HostProcesses(mark, runtime);
    Instant at = Instant.now();
    long begun = System.nanoTime();

    ProcessBuilder builder =
        new ProcessBuilder(fault.setting().command(command(fault, where, temporary), scratch, out))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().put("XDG_RUNTIME_DIR", runtime.toString());
    builder.environment().put(HostProcesses.VARIABLE, mark);
    Process process = builder.start();
    process.getOutputStream().close();
    Ended ended = attend(process, fault, where, new Victim(process.pid(), processes, out), said);
    List<String> left = new LeftOvers(processes, List.of(runtime, temporary)).after();
    for (HostProcesses.Found one : processes.all()) {
      ProcessHandle.of(one.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
    Try one =
        new Examination(fault, where, out, OutFiles.text(said))
            .examine(ended, left, at, elapsed, machine);
    tidy(runtime, scratch, one.isRight() ? List.of(folders) : List.of());
    return one;
  }

  /**
   * An end.
   *
   * @param trouble why the fault did not come, or the run had to be killed; blank otherwise
   */
  record Ended(int exitCode, boolean inTime, String trouble) {}

  private List<String> command(Fault fault, Where where, Path temporary) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-Dsubflow.home=" + home));
    words.add("-Djava.io.tmpdir=" + temporary);
    for (Map.Entry<String, String> property : where.properties(fault).entrySet()) {
      words.add("-D" + property.getKey() + "=" + property.getValue());
    }
    words.addAll(List.of("-cp", System.getProperty("java.class.path", ""), "dev.subflow.cli.Main"));
    words.addAll(where.arguments(fault));
    return words;
  }

  private static Ended attend(Process process, Fault fault, Where where, Victim victim, Path said)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    boolean due = !fault.act().equals(Act.NONE);
    String trouble = due ? "the fault did not come" : "";
    while (!process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
      if (due && where.isDue(fault, victim.out(), OutFiles.text(said))) {
        due = false;
        try {
          fault.act().on(victim, where.guest());
          trouble = "";
        } catch (IOException e) {
          trouble = "the fault did not come: " + e.getMessage();
        }
      }
      if (System.nanoTime() > end) {
        process.destroyForcibly().waitFor();
        return new Ended(process.exitValue(), false, trouble);
      }
    }
    return new Ended(process.exitValue(), true, trouble);
  }

  private static void tidy(Path runtime, Path scratch, List<Path> more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("rm", "-rf", "--one-file-system"));
    words.add(runtime.toString());
    words.add(scratch.toString());
    more.forEach(path -> words.add(path.toString()));
    var unused = new ProcessBuilder(words).inheritIO().start().waitFor();
  }
}
