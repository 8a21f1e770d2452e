// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.artifact.Artifacts;
import dev.subflow.artifact.SelftestBundle;
import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.process.Session;
import dev.subflow.topology.HostSpec;
import dev.subflow.topology.Topology;
import dev.subflow.vm.Acceleration;
import dev.subflow.vm.Accelerator;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Environment that all labs of a run share: the session, the artifacts and what runs the guests.
 *
 * <p>Thread-safe: labs may be started at once.
 */
public final class LabEnvironment implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LabEnvironment.class);

  private final boolean templates;
  private final Session session;
  private final Artifacts artifacts;
  private final Ingredients ingredients;
  private final Acceleration acceleration;
  private final String monitor;
  private final int vcpus;
  private final Consumer<String> progress;
  private final LabPool pool = new LabPool(this::spare);

  LabEnvironment(
      boolean templates,
      Session session,
      Artifacts artifacts,
      Ingredients ingredients,
      Acceleration acceleration,
      String monitor,
      int vcpus,
      Consumer<String> progress) {
    this.templates = templates;
    this.session = session;
    this.artifacts = artifacts;
    this.ingredients = ingredients;
    this.acceleration = acceleration;
    this.monitor = monitor;
    this.vcpus = vcpus;
    this.progress = progress;
  }

  /** Opens an environment with progress in the log. */
  public static LabEnvironment open(LabSettings settings) {
    return open(settings, what -> log.info("busy: {}", what));
  }

  /**
   * Opens the session and fetches or builds the default kernel, root image and guest programs.
   *
   * @param progress told in a few words what takes long, here and when labs start; empty when that
   *     is over
   * @throws dev.subflow.failure.UsageException when a tool is missing or the kernel cannot be used
   * @throws InfrastructureException when something cannot be fetched or built
   */
  public static LabEnvironment open(LabSettings settings, Consumer<String> progress) {
    return new LabOpening(settings, progress).open();
  }

  /** The accelerator that the newest probe of a cache's user found to work, if there was one. */
  public static Optional<Accelerator> probed(Path cache) {
    return LabOpening.probed(cache);
  }

  /**
   * A folder of files for a host, compiled from {@code images/NAME}.
   *
   * @throws dev.subflow.failure.UsageException when it can't be made for the kernel of that host
   */
  public Path made(String name, HostSpec host) {
    try {
      return artifacts.made(name, ingredients.artifacts().kernelOf(host));
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

  /** Accelerator of the guests. */
  public Accelerator accelerator() {
    return acceleration.accelerator();
  }

  /**
   * What runs the guests, for results: {@code tcg of QEMU 10.0.7 from debian:trixie, 2 processors}.
   */
  public String acceleratorName() {
    return acceleratorName(vcpus);
  }

  /** The same for a topology, with the processors of the guest that has most of them. */
  public String acceleratorName(Topology topology) {
    return acceleratorName(
        topology.orVcpus(vcpus).hosts().stream()
            .mapToInt(HostSpec::processors)
            .max()
            .orElse(vcpus));
  }

  private String acceleratorName(int processors) {
    return accelerator()
        + " of "
        + monitor
        + ", "
        + processors
        + (processors == 1 ? " processor" : " processors");
  }

  /** Why that accelerator was taken, in words. */
  public String accelerationReason() {
    return acceleration.reason();
  }

  /** The default kernel of the run, resolved. */
  public Kernel kernel() {
    return ingredients.artifacts().kernel();
  }

  /** Digest of what guests of the default kernel boot from: another build, another text. */
  public String kernelBuild() {
    return entry(kernel().initramfs());
  }

  /**
   * What guests are made of by default, and what runs them: other text means other guests. The
   * names of entries of the cache, which are digests of what went into them.
   */
  public String fingerprint() {
    HostArtifacts hosts = ingredients.artifacts();
    return Stream.of(hosts.kernel().initramfs(), hosts.image().image(), ingredients.programs())
            .map(LabEnvironment::entry)
            .collect(Collectors.joining(" "))
        + " "
        + acceleratorName();
  }

  private static String entry(Path file) {
    return String.valueOf(Objects.requireNonNull(file.getParent(), "parent").getFileName());
  }

  /**
   * Knowledge of the kernel of a host.
   *
   * @throws InfrastructureException when its configuration can't be read
   */
  public KernelUnderTest kernelUnderTest(HostSpec host) {
    return ingredients.artifacts().kernelUnderTest(host);
  }

  /**
   * Brings a topology up: wires first, then all guests at once, each named and addressed.
   *
   * @param evidence existing folder for consoles, captures and QEMU's arguments
   * @param listener told of every command that ended in a guest; must be quick and must not use the
   *     guest
   */
  public Lab start(Topology topology, Path evidence, CommandLog listener) {
    return start(topology, evidence, listener, false);
  }

  /**
   * The same, with a say in how the guests come to life.
   *
   * @param coldBoot whether they must boot, and not continue from a template
   */
  public Lab start(Topology wanted, Path evidence, CommandLog listener, boolean coldBoot) {
    Topology topology = wanted.orVcpus(vcpus);
    boolean cold = coldBoot || !templates;
    Optional<Lab> spare = cold ? Optional.empty() : pool.take(topology, evidence, listener);
    LabStarter starter = new LabStarter(ingredients, topology, evidence, cold);
    return spare.orElseGet(() -> told(() -> starter.startCapturing(listener)));
  }

  private Lab spare(Topology topology, SpareLab spare) {
    LabStarter starter = new LabStarter(ingredients, topology, spare.folder(), false);
    return told(() -> starter.start(spare.commands()));
  }

  private Lab told(Supplier<Lab> start) {
    try {
      return start.get();
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
    if (templates) {
      pool.prepare(topology.orVcpus(vcpus), beside);
    }
  }

  @Override
  public void close() {
    pool.close();
    session.close();
  }
}
