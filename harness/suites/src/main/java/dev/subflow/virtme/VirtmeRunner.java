// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.kselftest.SubtestResult;
import dev.subflow.process.BoundedLog;
import dev.subflow.process.Session;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestEvidence;
import dev.subflow.report.TestResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs kernel trees in containers of one engine. Whatever ends it, no container stays and the trees
 * are as they were, save for what the image itself builds in {@code .virtme}.
 */
public final class VirtmeRunner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(VirtmeRunner.class);
  private static final long LOG_LIMIT = 64L << 20;
  private static final String MPTCP = "tools/testing/selftests/net/mptcp";
  private static final String SELFTESTS = "tools/testing/selftests/";

  private final Engine engine;
  private final Session session;
  private final Reaper reaper;

  private VirtmeRunner(Engine engine, Session session, Reaper reaper) {
    this.engine = engine;
    this.session = session;
    this.reaper = reaper;
  }

  /**
   * Opens one on the container engine of this machine, and removes what runs left behind that did
   * not come to their end.
   *
   * @throws InfrastructureException if no engine answers
   */
  public static VirtmeRunner open() {
    return open(Engine.find());
  }

  static VirtmeRunner open(Engine engine) {
    int swept = engine.sweep();
    log.debug("{} containers swept", swept);
    Session session = Session.open();
    try {
      return new VirtmeRunner(engine, session, session.own(Reaper.start(engine.host())));
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  /**
   * Runs tests to their end.
   *
   * @param image in the engine; see {@link #image}
   * @param observer hears how it goes
   * @return a result for each subtest, and for what else there is to say; never none
   */
  public List<TestResult> test(
      VirtmeRun run, String image, RunDirectory directory, RunOutput.Observer observer) {
    requireBuild(run);
    List<TestResult> results = new ArrayList<>();
    List<VirtmeMode> parts = run.mode().parts();
    // In one container the second kernel's results would overwrite those of the first.
    for (VirtmeMode part : parts) {
      String prefix = parts.size() == 1 ? "" : part.argument() + "/";
      results.addAll(testPart(run.withMode(part), prefix, image, directory, observer));
    }
    return results;
  }

  /**
   * Builds a tree, with the image's mode for that.
   *
   * @return what is wrong with the tree; empty when it is built
   * @throws InfrastructureException when it is not, and no compiler has said why
   */
  public Optional<String> build(
      VirtmeRun run, String image, RunDirectory directory, RunOutput.Observer observer) {
    RunOutput output = new RunOutput(observer);
    TestEvidence evidence = directory.evidence("virtme-" + run.mode().argument());
    RunEnd end = listen(run, image, ContainerPlan.of(run, Optional.empty()), output, evidence);
    if (end.kind() != RunEnd.Kind.LOST && end.exitCode() == 0) {
      return Optional.empty();
    }
    SubtestResult failure = RunResults.of(output, end, evidence.directory()).get(0);
    if (!failure.outcome().isBad()) {
      throw new InfrastructureException(
          run.tree().root() + " could not be built " + failure.message());
    }
    return Optional.of(failure.message());
  }

  private List<TestResult> testPart(
      VirtmeRun run,
      String prefix,
      String image,
      RunDirectory directory,
      RunOutput.Observer observer) {
    Instant started = Instant.now();
    RunOutput output = new RunOutput(observer);
    TestEvidence evidence = directory.evidence("virtme-" + run.mode().argument());
    Path folder = ResultsFolder.make(run.tree());
    reaper.file(folder);
    try {
      String relative = run.tree().root().relativize(folder).toString();
      RunEnd end =
          listen(run, image, ContainerPlan.of(run, Optional.of(relative)), output, evidence);
      ResultsFolder.keep(folder, evidence.directory());
      RunReporter reporter =
          new RunReporter(
              selftests(run),
              output,
              started,
              Duration.between(started, Instant.now()),
              String.valueOf(evidence.directory().getFileName()));
      return RunResults.of(output, end, folder).stream()
          .map(result -> reporter.report(prefixed(prefix, result)))
          .toList();
    } finally {
      ResultsFolder.remove(folder);
      reaper.fileIsGone(folder);
    }
  }

  private static SubtestResult prefixed(String prefix, SubtestResult result) {
    return new SubtestResult(
        prefix + result.script(), result.name(), result.outcome(), result.time(), result.message());
  }

  private RunEnd listen(
      VirtmeRun run, String image, ContainerPlan plan, RunOutput output, TestEvidence evidence) {
    evidence.text("docker-run.args", String.join(" \\\n  ", plan.dockerRun(image)) + "\n");
    LineReader lines = new LineReader(output::line);
    try (BoundedLog file = open(evidence)) {
      Consumer<byte[]> hear =
          bytes -> {
            write(file, bytes);
            lines.hear(bytes);
          };
      RunEnd end = contain(run, new VirtmeContainer(engine, image, plan, hear), c -> {});
      lines.finish();
      return end;
    } catch (IOException e) {
      throw new InfrastructureException("the container's output cannot be kept", e);
    }
  }

  /**
   * Does something that leaves no results: a shell in a VM, a build.
   *
   * @param keys what a user types; absent where nobody does
   * @param output hears what the container prints
   * @param running told of the container as soon as it runs
   * @return the exit code
   * @throws InfrastructureException if the container ended without one
   */
  public int hold(
      VirtmeRun run,
      String image,
      Optional<InputStream> keys,
      Consumer<byte[]> output,
      Consumer<Terminal> running) {
    RunEnd end = run(run, image, keys, output, running);
    if (end.kind() == RunEnd.Kind.LOST) {
      throw new InfrastructureException(end.reason());
    }
    return end.exitCode();
  }

  RunEnd run(
      VirtmeRun run,
      String image,
      Optional<InputStream> keys,
      Consumer<byte[]> output,
      Consumer<Terminal> running) {
    requireBuild(run);
    ContainerPlan plan = ContainerPlan.of(run, Optional.empty());
    VirtmeContainer container = new VirtmeContainer(engine, image, plan, output);
    keys.ifPresent(container::typing);
    return contain(run, container, c -> running.accept(c::resize));
  }

  /** The terminal of a container. */
  public interface Terminal {
    /** Tells it of a new size. */
    void resize(int columns, int rows);
  }

  private RunEnd contain(
      VirtmeRun run, VirtmeContainer container, Consumer<VirtmeContainer> running) {
    // In this order: what reads the hooks ends before they go.
    try (WrittenHooks hooks = session.own(new WrittenHooks(run));
        Removal removal = session.own(new Removal(container))) {
      log.debug("hooks: {}", hooks.files.files());
      removal.start();
      running.accept(container);
      return container.await();
    }
  }

  /** Removes the hooks of a run once, however often it is asked to: the next ones are another's. */
  private final class WrittenHooks implements AutoCloseable {
    private final HookFiles files;
    private final AtomicBoolean gone = new AtomicBoolean();

    WrittenHooks(VirtmeRun run) {
      files = HookFiles.write(run.tree(), run.hooks(), Owner.self());
      files.files().forEach(reaper::file);
    }

    @Override
    public void close() {
      if (gone.compareAndSet(false, true)) {
        files.close();
        files.files().forEach(reaper::fileIsGone);
      }
    }
  }

  /** Removes a container once, however often it is asked to. */
  private final class Removal implements AutoCloseable {
    private final VirtmeContainer container;

    Removal(VirtmeContainer container) {
      this.container = container;
    }

    void start() {
      container.whenCreated(reaper::container);
      container.start();
    }

    @Override
    public void close() {
      String id = container.getContainerId();
      if (id != null) {
        try {
          container.stop();
          reaper.containerIsGone(id);
        } catch (InfrastructureException e) {
          // What there is to say of the run is worth more. The reaper and the next run try again.
          log.warn("{}", e.getMessage());
        }
      }
    }
  }

  /**
   * An image's name in the engine; it is fetched where it is missing.
   *
   * @param progress told what goes on
   */
  public String image(VirtmeImage image, Consumer<String> progress) {
    return new Images(engine, progress).get(image);
  }

  /**
   * Enters the container in which something runs with a tree already, with a mode for visitors.
   *
   * @return the exit code
   * @throws UsageException if nothing runs with it
   */
  public int visit(
      VirtmeRun run,
      Optional<InputStream> keys,
      Consumer<byte[]> output,
      Consumer<Terminal> running) {
    return new Visit(engine, run).go(keys, output, running);
  }

  /** The command that makes the same container by hand, save for its clean-up. */
  public static List<String> dockerRun(VirtmeRun run, String image) {
    return ContainerPlan.of(run, Optional.empty()).dockerRun(image);
  }

  private static void requireBuild(VirtmeRun run) {
    boolean starts = run.mode() == VirtmeMode.VM_AUTO || run.mode() == VirtmeMode.VM_MANUAL;
    if (starts && run.tree().builds().isEmpty()) {
      throw new UsageException(
          run.mode().argument()
              + " starts what is built, and "
              + run.tree().workDirectory()
              + " has no build; run the mode build first");
    }
  }

  private static String selftests(VirtmeRun run) {
    String folder = run.inputs().get(VirtmeInput.SELFTESTS_DIR).orElse(MPTCP);
    return folder.startsWith(SELFTESTS) ? folder.substring(SELFTESTS.length()) : folder;
  }

  private static BoundedLog open(TestEvidence evidence) throws IOException {
    Path file = evidence.directory().resolve("container.log");
    return BoundedLog.open(Optional.of(file), LOG_LIMIT, evidence::allows);
  }

  private static void write(BoundedLog file, byte[] bytes) {
    try {
      file.write(bytes, bytes.length);
    } catch (IOException e) {
      // What it prints still counts.
      log.warn("the container's output is no longer kept: {}", e.toString());
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
