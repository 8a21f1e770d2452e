// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.artifact.Artifacts;
import dev.subflow.artifact.SelftestBundle;
import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.kernel.KernelConfig;
import dev.subflow.artifact.root.RootImage;
import dev.subflow.cache.Cache;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.Splat;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.machine.FoundTool;
import dev.subflow.machine.Tool;
import dev.subflow.machine.Tools;
import dev.subflow.machine.Version;
import dev.subflow.process.Session;
import dev.subflow.qemu.Accelerator;
import dev.subflow.qemu.AcceleratorProbe;
import dev.subflow.qemu.GuestFactory;
import dev.subflow.topology.HostSpec;
import dev.subflow.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all labs of a run share: the session, the artifacts and the accelerator.
 *
 * <p>Thread-safe: labs may be started at once.
 */
public final class LabEnvironment implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LabEnvironment.class);
  private final LabSettings settings;
  private final Session session;
  private final Artifacts artifacts;
  private final Map<String, RootImage> images = new ConcurrentHashMap<>();
  private final Path programs;
  private final AcceleratorProbe.Answer acceleration;
  private final Map<String, Kernel> kernels = new ConcurrentHashMap<>();
  private final Map<Kernel, KernelUnderTest> known = new ConcurrentHashMap<>();
  private final GuestFactory factory;
  private final Consumer<String> progress;
  private final LabPool pool =
      new LabPool(
          (topology, spare) -> bringUp(topology, spare.folder(), spare::commandEnded, false));

  private LabEnvironment(
      LabSettings settings,
      Session session,
      Artifacts artifacts,
      AcceleratorProbe.Answer answer,
      FoundTool qemu,
      Consumer<String> progress) {
    this.settings = settings;
    this.session = session;
    this.artifacts = artifacts;
    this.programs = artifacts.programs();
    this.acceleration = answer;
    this.progress = progress;
    int major = qemu.version().map(v -> v.parts().get(0)).orElse(0);
    OptionalInt tsc =
        answer.accelerator() == Accelerator.TCG
            ? artifacts.timeStampCounter().khz()
            : OptionalInt.empty();
    this.factory =
        GuestFactory.booting(session, qemu.path(), major, answer.accelerator(), tsc)
            .withTemplates(artifacts.cache(), progress);
  }

  /** The same with progress in the log. */
  public static LabEnvironment open(LabSettings settings) {
    return open(settings, what -> log.info("busy: {}", what));
  }

  /**
   * Opens the session and fetches or builds what every guest needs: the default kernel, the root
   * image and the programs.
   *
   * @param progress told in a few words what takes long, here and when labs start; empty when that
   *     is over
   * @throws dev.subflow.failure.UsageException when a tool is missing or the kernel cannot be used
   * @throws InfrastructureException when something cannot be fetched or built
   */
  public static LabEnvironment open(LabSettings settings, Consumer<String> progress) {
    FoundTool qemu = Tools.ofThisMachine().find(Tool.QEMU);
    Session session = Session.open();
    try {
      Artifacts artifacts =
          new Artifacts(settings.home(), new Cache(settings.cache(), progress), progress);
      Kernel kernel = artifacts.kernel(settings.kernel());
      RootImage root = artifacts.rootImage(settings.image());
      AcceleratorProbe.Answer answer =
          settings
              .accelerator()
              .map(forced -> new AcceleratorProbe.Answer(forced, "asked for"))
              .orElseGet(
                  () ->
                      new AcceleratorProbe(
                              session,
                              qemu.path(),
                              version(qemu),
                              settings.cache().resolve("probes"),
                              progress)
                          .probe(kernel, root));
      log.info(
          "kernel {} ({}), accelerator {}: {}",
          kernel.release(),
          kernel.version(),
          answer.accelerator(),
          answer.reason());
      return new LabEnvironment(settings, session, artifacts, answer, qemu, progress);
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    } finally {
      progress.accept("");
    }
  }

  private static String version(FoundTool qemu) {
    return qemu.version().map(Version::toString).orElse("unknown");
  }

  Session session() {
    return session;
  }

  GuestFactory factory() {
    return factory;
  }

  /** The root image that a host of a topology gets. */
  RootImage imageOf(HostSpec host) {
    return images.computeIfAbsent(host.image().orElse(settings.image()), artifacts::rootImage);
  }

  /**
   * A folder of files for a host, compiled from {@code images/NAME}.
   *
   * @throws dev.subflow.failure.UsageException when it can't be made for the kernel of that host
   */
  public Path made(String name, HostSpec host) {
    try {
      return artifacts.made(name, kernelOf(host));
    } finally {
      progress.accept("");
    }
  }

  /**
   * The selftests of a folder such as {@code net/mptcp}, for the default kernel.
   *
   * @param tree where they are taken from; absent for the kernel's own source
   */
  public SelftestBundle selftests(String folder, Optional<Path> tree) {
    try {
      return artifacts.selftests(folder, kernel(), tree);
    } finally {
      progress.accept("");
    }
  }

  /** KUnit's tests of MPTCP, as a suite of selftests. */
  public SelftestBundle kunit() {
    return artifacts.kunit();
  }

  /** Packetdrill's tests of MPTCP, with more tolerance as upstream's CI gives slow machines. */
  public SelftestBundle packetdrill(Path checkout) {
    try {
      return artifacts.packetdrill(checkout, accelerator() == Accelerator.TCG ? 8 : 3);
    } finally {
      progress.accept("");
    }
  }

  Path programs() {
    return programs;
  }

  /** What runs the guests. */
  public Accelerator accelerator() {
    return acceleration.accelerator();
  }

  /** Its name in results: {@code kvm} or {@code tcg}. */
  public String acceleratorName() {
    return accelerator().toString();
  }

  /** Why that accelerator was taken, in words. */
  public String accelerationReason() {
    return acceleration.reason();
  }

  /** The default kernel of the run, resolved. */
  public Kernel kernel() {
    return kernels.computeIfAbsent(settings.kernel(), artifacts::kernel);
  }

  /** The kernel that a host of a topology gets. */
  public Kernel kernelOf(HostSpec host) {
    return kernels.computeIfAbsent(host.kernel().orElse(settings.kernel()), artifacts::kernel);
  }

  /**
   * What the kernels of a topology's guests printed, with file and line of its frames, each under
   * its name; empty where no kernel has debug information, or it can't be done.
   *
   * @param splats by guest
   */
  public Optional<String> decode(Topology topology, Map<String, List<Splat>> splats) {
    return new DecodedTraces(this, artifacts.stackDecoder()).of(topology, splats);
  }

  /** Has the kernels of a lab forget what they counted, boot included, if they count coverage. */
  public void resetCoverage(Lab lab) {
    GuestCounts.reset(lab);
  }

  /** Fetches what they counted since into {@code gcov-GUEST.tar}; of a dead guest nothing. */
  public void fetchCoverage(Lab lab, Path evidence) {
    GuestCounts.fetch(lab, this, evidence);
  }

  /**
   * Has the kernels of a lab that have kmemleak look for memory that leaked, which takes some
   * seconds; by guest, where there is any. The kernel says on the console how many it found.
   */
  public Map<String, String> findLeaks(Lab lab) {
    return LeakScan.reports(lab, this);
  }

  /**
   * What is known of the kernel of a host.
   *
   * @throws InfrastructureException when its configuration can't be read
   */
  public KernelUnderTest kernelUnderTest(HostSpec host) {
    return known.computeIfAbsent(kernelOf(host), LabEnvironment::known);
  }

  private static KernelUnderTest known(Kernel kernel) {
    return new KernelUnderTest(
        kernel.requested(),
        kernel.release(),
        kernel.version(),
        kernel.config().map(LabEnvironment::options).orElse(Map.of()));
  }

  private static Map<String, String> options(Path config) {
    try {
      return KernelConfig.parse(Files.readString(config)).options();
    } catch (IOException e) {
      throw new InfrastructureException("the kernel configuration " + config + " can't be read", e);
    }
  }

  /**
   * Brings a topology up: wires first, then all guests at once, each named and addressed.
   *
   * @param evidence existing folder for consoles, captures and QEMU's arguments
   * @param listener told of every command that ended in a guest; must be quick and must not use the
   *     guest
   */
  public Lab start(Topology topology, Path evidence, Consumer<CommandResult> listener) {
    return start(topology, evidence, listener, false);
  }

  /**
   * The same, with a say in how the guests come to life.
   *
   * @param coldBoot whether they must boot, and not continue from a template
   */
  public Lab start(
      Topology topology, Path evidence, Consumer<CommandResult> listener, boolean coldBoot) {
    boolean cold = coldBoot || !settings.templates();
    if (!cold) {
      Optional<Lab> spare = pool.take(topology, evidence, listener);
      if (spare.isPresent()) {
        return spare.get();
      }
    }
    Lab lab = bringUp(topology, evidence, listener, cold);
    try {
      lab.capture(evidence);
      return lab;
    } catch (IOException e) {
      lab.close();
      throw new InfrastructureException(
          "the wires of " + topology.name() + " can't be captured in " + evidence, e);
    }
  }

  private Lab bringUp(
      Topology topology, Path evidence, Consumer<CommandResult> listener, boolean coldBoot) {
    try {
      return new LabStarter(this, topology, evidence, coldBoot).start(listener);
    } catch (GuestCrashedException e) {
      // Nobody gets a lab to ask.
      new DecodedTraces(this, artifacts.stackDecoder()).keep(topology, e, evidence);
      throw e;
    } finally {
      progress.accept("");
    }
  }

  /**
   * Brings a lab up in the background for a later {@link #start} of the same topology, which is
   * then there at once. Nothing happens when there is one, or where guests are not copied from
   * templates.
   *
   * @param beside existing folder on the file system of that start's evidence
   */
  public void prepare(Topology topology, Path beside) {
    if (settings.templates()) {
      pool.prepare(topology, beside);
    }
  }

  @Override
  public void close() {
    pool.close();
    session.close();
  }
}
