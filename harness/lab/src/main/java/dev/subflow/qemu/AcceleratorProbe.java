// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.agent.CommandListener;
import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.root.RootImage;
import dev.subflow.cache.Digests;
import dev.subflow.cache.WholeFile;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.GuestException;
import dev.subflow.machine.Version;
import dev.subflow.process.Session;
import dev.subflow.topology.HostSpec;
import dev.subflow.vm.Acceleration;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.GuestSpec;
import dev.subflow.vm.Vm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether KVM works here, by booting a guest under it: /dev/kvm may exist, open and
 * create a VM on machines where no guest ever boots. The answer is kept per machine, QEMU and
 * kernel.
 */
public final class AcceleratorProbe {
  private static final Logger log = LoggerFactory.getLogger(AcceleratorProbe.class);
  private static final Path DEVICE = Path.of("/dev/kvm");
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

  private final Session session;
  private final QemuProgram qemu;
  private final Path answers;
  private final Consumer<String> progress;

  /**
   * @param answers folder of the cached answers
   * @param progress told when a guest has to be booted, which takes seconds
   */
  public AcceleratorProbe(
      Session session, QemuProgram qemu, Path answers, Consumer<String> progress) {
    this.session = session;
    this.qemu = qemu;
    this.answers = answers;
    this.progress = progress;
  }

  /** Acceleration that the newest probe of this user found; empty where there was none. */
  public static Optional<Acceleration> newest(Path answers) {
    if (!Files.isDirectory(answers)) {
      return Optional.empty();
    }
    try (var files = Files.list(answers)) {
      return files
          .filter(file -> !file.toString().endsWith(".tmp"))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .flatMap(AcceleratorProbe::read);
    } catch (IOException e) {
      log.debug("{} cannot be read: {}", answers, e.toString());
      return Optional.empty();
    }
  }

  /** KVM where a guest has booted under it, else TCG. */
  public Acceleration probe(Kernel kernel, RootImage root) {
    if (!Files.exists(DEVICE)) {
      return new Acceleration(Accelerator.TCG, DEVICE + " does not exist");
    }
    if (!Files.isReadable(DEVICE) || !Files.isWritable(DEVICE)) {
      return new Acceleration(
          Accelerator.TCG, DEVICE + " may not be opened by this user (join the group kvm)");
    }
    Path cached = answers.resolve(key(kernel));
    return read(cached).orElseGet(() -> bootOnce(kernel, root, cached));
  }

  private Acceleration bootOnce(Kernel kernel, RootImage root, Path cached) {
    progress.accept("trying whether a guest boots under KVM");
    Acceleration answer;
    Path evidence = session.newDirectory("kvm");
    HostSpec host =
        new HostSpec(
            "kvm-probe",
            List.of(),
            OptionalInt.of(1),
            256,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of());
    GuestSpec spec =
        new GuestSpec(
            host,
            kernel,
            root,
            Optional.empty(),
            List.of(),
            List.of(),
            evidence,
            PROBE_TIMEOUT,
            true);
    QemuSetup setup = QemuSetup.of(qemu, Accelerator.KVM, OptionalInt.empty());
    QemuStarter starter = new QemuStarter(new QemuLauncher(session, setup));
    try (Vm guest = starter.boot(spec, CommandListener.NONE)) {
      answer = new Acceleration(Accelerator.KVM, "a probe guest booted under KVM");
      log.debug("{} booted", guest.name());
    } catch (GuestException | InfrastructureException e) {
      answer =
          new Acceleration(
              Accelerator.TCG, "a probe guest did not boot under KVM: " + firstLine(e));
    }
    write(cached, answer);
    return answer;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }

  private String key(Kernel kernel) {
    String machine =
        firstOf(Path.of("/proc/cpuinfo"), "model name") + firstOf(Path.of("/proc/version"), "");
    String all =
        machine
            + "\n"
            + qemu.binary()
            + "\n"
            + qemu.version().map(Version::toString).orElse("unknown")
            + "\n"
            + kernel.release()
            + "\n"
            + kernel.version();
    return Digests.of(all).substring(0, 24);
  }

  private static String firstOf(Path file, String prefix) {
    try (var lines = Files.lines(file)) {
      return lines.filter(l -> l.startsWith(prefix)).findFirst().orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private static Optional<Acceleration> read(Path cached) {
    try {
      List<String> lines = Files.readAllLines(cached);
      return Optional.of(
          new Acceleration(
              Accelerator.valueOf(lines.get(0)), lines.get(1) + " (known from an earlier run)"));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private void write(Path cached, Acceleration answer) {
    try {
      Files.createDirectories(answers);
      WholeFile.write(cached, answer.accelerator().name() + "\n" + answer.reason() + "\n");
    } catch (IOException e) {
      log.warn(
          "the answer of the KVM probe could not be kept, the next run probes again: {}",
          e.toString());
    }
  }
}
