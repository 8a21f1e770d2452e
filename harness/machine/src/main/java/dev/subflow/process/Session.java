// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import dev.subflow.failure.InfrastructureException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything on the host that must not outlive this JVM: a private directory for sockets and
 * temporary files, and the processes started through it. One per run.
 *
 * <p>It is cleared by {@link #close}, by a shutdown hook on exit and SIGTERM, and by a guard
 * process outside the JVM on {@code kill -9}. Where that guard is killed together with the JVM, the
 * kernel kills the processes, and opening a session clears what is left. Thread-safe.
 */
public final class Session implements AutoCloseable {
  /** Environment variable that everything started here inherits; its value is the directory. */
  static final String MARKER = "SUBFLOW_SESSION";

  /** Subdirectory with an empty file {@code PID-STARTTIME} for each process. */
  static final String PROCESSES = "processes";

  private static final List<String> REGISTERED =
      List.of("setsid", "sh", "-c", Scripts.REGISTER + "exec \"$@\"", "register");

  private static final Logger log = LoggerFactory.getLogger(Session.class);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Path directory;
  private final Guard guard;
  private final Thread hook = new Thread(this::closeOnExit, "session end");
  private final AtomicInteger names = new AtomicInteger();
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private boolean closed;

  private Session(Path directory, Guard guard) {
    this.directory = directory;
    this.guard = guard;
  }

  /**
   * Opens a session in {@code $XDG_RUNTIME_DIR/subflow}, or {@code /tmp/subflow-UID}.
   *
   * @throws InfrastructureException if the place is not private to this user or cannot be written
   */
  public static Session open() {
    return open(SessionDirectories.find(System.getenv()));
  }

  static Session open(SessionDirectories directories) {
    for (Path stale : directories.stale()) {
      log.info("clearing {}, left by a process that is gone", stale);
      sweep(stale);
    }
    Path directory = directories.create(NUMBER.incrementAndGet());
    Session session = new Session(directory, guard(directory));
    Runtime.getRuntime().addShutdownHook(session.hook);
    return session;
  }

  private static Guard guard(Path directory) {
    return Guard.start("the guard of " + directory, Scripts.GUARD, "guard", directory.toString());
  }

  /** Clears the directory of a session whose JVM is gone. */
  static void sweep(Path directory) {
    guard(directory).close();
  }

  /** Private to this user (mode 0700), at most 60 characters long, gone after {@link #close}. */
  public Path directory() {
    return directory;
  }

  /** A new empty directory inside {@link #directory}. */
  public Path newDirectory(String prefix) {
    Path child = directory.resolve(prefix + "-" + names.incrementAndGet());
    try {
      return Files.createDirectory(child);
    } catch (IOException e) {
      throw new InfrastructureException("cannot make the directory " + child, e);
    }
  }

  /** Closes {@code resource} with the session, before everything that was there before it. */
  public synchronized <T extends AutoCloseable> T own(T resource) {
    requireOpen();
    owned.addFirst(resource);
    return resource;
  }

  /**
   * Starts a program under supervision; see {@link ManagedProcess}.
   *
   * @throws InfrastructureException if it cannot be started
   */
  public synchronized ManagedProcess start(ProcessSpec spec) {
    requireOpen();
    ManagedProcess process = launch(spec);
    owned.addFirst(process);
    var unused = process.exit().thenRun(() -> forget(process));
    return process;
  }

  private ManagedProcess launch(ProcessSpec spec) {
    List<String> argv = new ArrayList<>();
    // setsid: Ctrl-C goes to the JVM, which then ends its processes in order.
    argv.addAll(spec.outsider().isPresent() ? Outsider.REGISTERED : REGISTERED);
    argv.add(directory.resolve(PROCESSES).toString());
    argv.addAll(spec.outsider().map(Outsider::arguments).orElseGet(Spawner::diesWithThisJvm));
    argv.addAll(spec.argv());
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().keySet().removeAll(spec.dropped());
    builder.environment().putAll(spec.env());
    builder.environment().put(MARKER, directory.toString());
    spec.cwd().ifPresent(cwd -> builder.directory(cwd.toFile()));
    if (!spec.pipes()) {
      builder
          .redirectInput(spec.input().map(Path::toFile).orElse(new File("/dev/null")))
          .redirectErrorStream(true);
    }
    try {
      BoundedLog output = BoundedLog.open(spec.log(), spec.logLimit());
      return new ManagedProcess(spec, Spawner.start(builder), output);
    } catch (IOException e) {
      throw new InfrastructureException("cannot start " + spec.name() + ": " + spec.argv(), e);
    }
  }

  /**
   * Runs a program to its end, which must come within {@code timeout}.
   *
   * @return the process, ended; the caller judges its exit code
   * @throws InfrastructureException if it takes longer; it is killed then
   */
  public ManagedProcess run(ProcessSpec spec, Duration timeout) {
    ManagedProcess process = start(spec);
    if (process.waitFor(timeout).isPresent()) {
      return process;
    }
    process.kill();
    throw new InfrastructureException(
        process.describe()
            + " did not end within "
            + timeout.toMillis()
            + " ms and was killed; its last output:\n"
            + process.tail());
  }

  /** Processes that run now, the newest first. */
  public synchronized List<ManagedProcess> running() {
    return owned.stream()
        .filter(ManagedProcess.class::isInstance)
        .map(ManagedProcess.class::cast)
        .filter(ManagedProcess::isAlive)
        .toList();
  }

  long guardPid() {
    return guard.pid();
  }

  private synchronized void forget(ManagedProcess process) {
    owned.remove(process);
    String prefix = process.pid() + "-";
    try (var files = Files.newDirectoryStream(directory.resolve(PROCESSES), prefix + "*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      log.debug("{} was unregistered by the guard: {}", process.describe(), e.getMessage());
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the session " + directory + " is closed");
    }
  }

  /**
   * Ends everything in reverse order of creation and removes the directory. Idempotent.
   *
   * @throws InfrastructureException if something did not end in order, once everything is cleared
   */
  @Override
  public void close() {
    List<Exception> problems = new ArrayList<>();
    boolean first = closeOwned(problems);
    if (!first) {
      return;
    }
    guard.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException exiting) {
      // The hook itself calls, or is about to find nothing to do.
    }
    if (!problems.isEmpty()) {
      var failure =
          new InfrastructureException("the session did not end in order", problems.get(0));
      problems.subList(1, problems.size()).forEach(failure::addSuppressed);
      throw failure;
    }
  }

  private boolean closeOwned(List<Exception> problems) {
    synchronized (this) {
      if (closed) {
        return false;
      }
      closed = true;
    }
    for (AutoCloseable resource = next(); resource != null; resource = next()) {
      try {
        resource.close();
      } catch (Exception e) {
        problems.add(e);
      }
    }
    return true;
  }

  private synchronized @Nullable AutoCloseable next() {
    return owned.pollFirst();
  }

  private void closeOnExit() {
    try {
      close();
    } catch (InfrastructureException e) {
      log.warn("{}", e.getMessage(), e);
    }
  }
}
