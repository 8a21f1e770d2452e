// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a {@link Program}, in a session of its own. */
final class ProgramRun {
  private static final Logger logger = LoggerFactory.getLogger(ProgramRun.class);
  private static final Duration READER_GRACE = Duration.ofSeconds(5);
  private static final String TO_FILE = "exec \"$@\" > \"$0\"";
  private static final String TOGETHER = "exec \"$@\" 2>&1";
  private static final int TAIL_LINES = 12;

  private final Program program;
  private final Session session;

  private ProgramRun(Program program, Session session) {
    this.program = program;
    this.session = session;
  }

  static void logged(Program program, Path log) throws IOException {
    try (Session session = Session.open()) {
      new ProgramRun(program, session).run(log);
    }
  }

  private void run(Path log) throws IOException {
    ManagedProcess process = session.start(spec(program.fullCommand()).log(log));
    judge(process, process.waitFor(program.limit()), log, where(log));
  }

  static void told(Program program, Path log, Consumer<String> lines) throws IOException {
    try (Session session = Session.open()) {
      new ProgramRun(program, session).run(log, lines);
    }
  }

  private void run(Path log, Consumer<String> lines) throws IOException {
    ManagedProcess process = session.start(spec(shell(TOGETHER, "sh")).withPipes());
    process.stdin().close();
    Thread reader = new Thread(() -> tell(process, log, lines), "output of " + process.name());
    reader.setDaemon(true);
    reader.start();
    Optional<ProcessExit> exit = process.waitFor(program.limit());
    join(reader);
    judge(process, exit, log, where(log));
  }

  private static void tell(ManagedProcess process, Path log, Consumer<String> lines) {
    // A full disk must not hide from the listener what the process says of it.
    try (BufferedReader in =
            new BufferedReader(new InputStreamReader(process.stdout(), StandardCharsets.UTF_8));
        LastingLog out = LastingLog.open(log)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.line(line);
        lines.accept(line);
      }
    } catch (IOException e) {
      logger.warn("the output of {} is incomplete: {}", process.name(), e.getMessage());
    }
  }

  private static void join(Thread reader) {
    try {
      reader.join(READER_GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static String output(Program program) throws IOException {
    // The session's directory goes whatever ends this JVM.
    try (Session session = Session.open()) {
      ProgramRun run = new ProgramRun(program, session);
      ManagedProcess process = run.startApart();
      run.judge(process, process.waitFor(program.limit()), run.errors(), "");
      return Files.readString(run.stdout(), StandardCharsets.UTF_8);
    }
  }

  static Program.Answer answer(Program program) throws IOException {
    try (Session session = Session.open()) {
      ProgramRun run = new ProgramRun(program, session);
      ManagedProcess process = run.startApart();
      Optional<ProcessExit> exit = process.waitFor(program.limit());
      if (exit.isEmpty()) {
        throw run.killed(process, run.errors(), "");
      }
      return new Program.Answer(exit.get(), text(run.stdout()), text(run.errors()));
    }
  }

  /** With its standard output in a file of its own. */
  private ManagedProcess startApart() {
    return session.start(spec(shell(TO_FILE, stdout().toString())).log(errors()));
  }

  private Path stdout() {
    return session.directory().resolve("out");
  }

  private Path errors() {
    return session.directory().resolve("err");
  }

  private List<String> shell(String script, String zero) {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", script, zero));
    argv.addAll(program.fullCommand());
    return argv;
  }

  private ProcessSpec spec(List<String> argv) {
    String name = String.valueOf(Path.of(program.command().get(0)).getFileName());
    ProcessSpec spec = ProcessSpec.of(name, argv).without(program.dropped());
    if (program.directory().isPresent()) {
      spec = spec.in(program.directory().get());
    }
    for (Map.Entry<String, String> variable : program.variables().entrySet()) {
      spec = spec.env(variable.getKey(), variable.getValue());
    }
    return spec;
  }

  private void judge(ManagedProcess process, Optional<ProcessExit> exit, Path log, String where)
      throws IOException {
    if (exit.isEmpty()) {
      throw killed(process, log, where);
    }
    if (!exit.get().succeeded()) {
      throw new ProgramException(
          program + " failed with " + exit.get().describe() + tail(log, where));
    }
  }

  private ProgramException killed(ManagedProcess process, Path log, String where)
      throws IOException {
    process.close();
    return new ProgramException(
        program
            + " was killed: not done after "
            + program.limit().toSeconds()
            + " s"
            + tail(log, where));
  }

  private static String where(Path log) {
    return " (all of it: " + log + ")";
  }

  private static String tail(Path log, String where) throws IOException {
    if (!Files.exists(log)) {
      return " (its log " + log + " could not be written)";
    }
    List<String> lines = text(log).lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return " (it printed nothing)";
    }
    List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    return "; its last words" + where + ":\n  " + String.join("\n  ", last);
  }

  /** Whatever it is: what is no UTF-8 becomes U+FFFD. */
  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
