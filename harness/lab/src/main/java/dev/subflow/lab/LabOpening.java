// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.artifact.Artifacts;
import dev.subflow.cache.Cache;
import dev.subflow.cache.DiskAllowance;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.process.Session;
import dev.subflow.qemu.AcceleratorProbe;
import dev.subflow.qemu.QemuFactory;
import dev.subflow.qemu.QemuProgram;
import dev.subflow.qemu.QemuSelection;
import dev.subflow.vm.Acceleration;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.QemuChoice;
import dev.subflow.vm.VmFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens what all labs of a run share, and finds out what runs their guests. The one place that
 * knows which virtual machine monitor there is.
 */
final class LabOpening {
  private static final Logger log = LoggerFactory.getLogger(LabOpening.class);
  private static final String PROBES = "probes";

  private final LabSettings settings;
  private final QemuSelection selection;
  private final Consumer<String> progress;

  LabOpening(LabSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.selection = new QemuSelection(settings.qemu(), settings.vcpus());
    this.progress = progress;
  }

  /**
   * Refuses a QEMU that is none, before anything is made for it.
   *
   * @throws dev.subflow.failure.UsageException that says why
   */
  static void requireQemu(QemuChoice choice) {
    var unused = choice.path().map(QemuProgram::at);
  }

  /** The accelerator that the newest probe of this user found to work; empty without a probe. */
  static Optional<Accelerator> probed(Path cache) {
    return AcceleratorProbe.newest(cache.resolve(PROBES)).map(Acceleration::accelerator);
  }

  /**
   * Opens the session and fetches or builds what every guest needs.
   *
   * @throws dev.subflow.failure.UsageException when a tool is missing or the kernel cannot be used
   * @throws InfrastructureException when something cannot be fetched or built
   */
  LabEnvironment open() {
    Optional<QemuProgram> there = selection.installed();
    Session session = Session.open();
    try {
      Artifacts artifacts =
          new Artifacts(settings.home(), new Cache(settings.cache(), progress), progress);
      return open(there.orElseGet(() -> selection.fetched(artifacts::qemu)), session, artifacts);
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    } finally {
      progress.accept("");
    }
  }

  private LabEnvironment open(QemuProgram first, Session session, Artifacts artifacts) {
    HostArtifacts ofHosts =
        new HostArtifacts(
            settings.kernel(), settings.image(), artifacts::kernel, artifacts::rootImage);
    Acceleration acceleration =
        settings
            .accelerator()
            .map(forced -> new Acceleration(forced, "asked for"))
            .orElseGet(() -> probe(first, session, ofHosts));
    QemuProgram qemu = selection.suited(first, acceleration.accelerator(), artifacts::qemu);
    int vcpus = selection.vcpus(acceleration.accelerator());
    Ingredients ingredients =
        new Ingredients(
            factory(qemu, session, artifacts, acceleration.accelerator()),
            ofHosts,
            artifacts.programs(),
            () -> session.newDirectory("w"),
            new DecodedTraces(ofHosts, artifacts::decode),
            DiskAllowance.ofProcess());
    log.info(
        "kernel {} ({}), {}, accelerator {}: {}",
        ofHosts.kernel().release(),
        ofHosts.kernel().version(),
        qemu,
        acceleration.accelerator(),
        acceleration.reason());
    return new LabEnvironment(
        settings.templates(),
        session,
        artifacts,
        ingredients,
        acceleration,
        qemu.toString(),
        vcpus,
        progress);
  }

  private Acceleration probe(QemuProgram qemu, Session session, HostArtifacts ofHosts) {
    Path answers = settings.cache().resolve(PROBES);
    return new AcceleratorProbe(session, qemu, answers, progress)
        .probe(ofHosts.kernel(), ofHosts.image());
  }

  private VmFactory factory(
      QemuProgram qemu, Session session, Artifacts artifacts, Accelerator accelerator) {
    OptionalInt tsc =
        accelerator == Accelerator.TCG ? artifacts.timeStampKhz() : OptionalInt.empty();
    return QemuFactory.of(session, qemu, accelerator, tsc, artifacts.cache(), progress);
  }
}
