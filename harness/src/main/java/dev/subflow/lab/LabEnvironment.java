// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.artifact.Artifacts;
import dev.subflow.artifact.Cache;
import dev.subflow.artifact.Kernel;
import dev.subflow.artifact.KernelConfig;
import dev.subflow.artifact.RootImage;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.host.FoundTool;
import dev.subflow.host.InfrastructureException;
import dev.subflow.host.Session;
import dev.subflow.host.Tool;
import dev.subflow.host.Tools;
import dev.subflow.host.Version;
import dev.subflow.qemu.Accelerator;
import dev.subflow.qemu.AcceleratorProbe;
import dev.subflow.qemu.GuestFactory;
import dev.subflow.qemu.GuestSpec;
import dev.subflow.qemu.QemuGuest;
import dev.subflow.qemu.agent.CommandListener;
import dev.subflow.qemu.agent.GuestConfiguration;
import dev.subflow.topology.HostSpec;
import dev.subflow.topology.Topology;
import dev.subflow.wire.Fabric;
import dev.subflow.wire.LiveWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
  private static final Duration BOOT_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration CONFIGURE_TIMEOUT = Duration.ofSeconds(30);

  private static final int ENTROPY_BYTES = 64;

  private final SecureRandom random = new SecureRandom();
  private final LabSettings settings;
  private final Session session;
  private final Artifacts artifacts;
  private final AcceleratorProbe.Answer acceleration;
  private final Map<String, Kernel> kernels = new ConcurrentHashMap<>();
  private final GuestFactory factory;

  private LabEnvironment(
      LabSettings settings,
      Session session,
      Artifacts artifacts,
      AcceleratorProbe.Answer answer,
      FoundTool qemu) {
    this.settings = settings;
    this.session = session;
    this.artifacts = artifacts;
    this.acceleration = answer;
    int major = qemu.version().map(v -> v.parts().get(0)).orElse(0);
    this.factory = new GuestFactory(session, qemu.path(), major, answer.accelerator());
  }

  /**
   * Opens the session and fetches or builds what every guest needs: the default kernel, the root
   * image and the programs.
   *
   * @throws dev.subflow.host.UsageException when a tool is missing or the kernel cannot be used
   * @throws InfrastructureException when something cannot be fetched or built
   */
  public static LabEnvironment open(LabSettings settings) {
    FoundTool qemu = Tools.ofThisMachine().find(Tool.QEMU);
    Session session = Session.open();
    try {
      Artifacts artifacts = new Artifacts(settings.home(), new Cache(settings.cache()), log::info);
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
                              settings.cache().resolve("probes"))
                          .probe(kernel, root));
      log.info(
          "kernel {} ({}), accelerator {}: {}",
          kernel.release(),
          kernel.version(),
          answer.accelerator(),
          answer.reason());
      return new LabEnvironment(settings, session, artifacts, answer, qemu);
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  private static String version(FoundTool qemu) {
    return qemu.version().map(Version::toString).orElse("unknown");
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
   * What is known of the kernel of a host.
   *
   * @throws InfrastructureException when its configuration can't be read
   */
  public KernelUnderTest kernelUnderTest(HostSpec host) {
    Kernel kernel = kernelOf(host);
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
    CommandListener commands =
        new CommandListener() {
          @Override
          public void ended(Command command, CommandResult result) {
            listener.accept(result);
          }
        };
    RootImage root = artifacts.rootImage(settings.image());
    Path programs = artifacts.programs();
    topology.hosts().forEach(this::kernelOf);
    Fabric fabric = openFabric(topology);
    Deque<AutoCloseable> started = new ArrayDeque<>();
    started.push(fabric);
    ExecutorService executor = Executors.newFixedThreadPool(topology.hosts().size());
    try {
      for (LiveWire wire : fabric.wires()) {
        wire.capture(evidence.resolve(wire.name() + ".pcapng"));
      }
      List<CompletableFuture<QemuGuest>> booting = new ArrayList<>();
      for (HostSpec host : topology.hosts()) {
        GuestSpec spec =
            new GuestSpec(
                host,
                kernelOf(host),
                root,
                Optional.of(programs),
                host.nics().stream().map(nic -> fabric.socketOf(host.name(), nic.name())).toList(),
                List.of(),
                evidence,
                BOOT_TIMEOUT);
        booting.add(CompletableFuture.supplyAsync(() -> boot(spec, commands), executor));
      }
      return new Lab(topology, fabric, collect(booting, started));
    } catch (IOException e) {
      throw abandon(
          started,
          new InfrastructureException(
              "the wires of " + topology.name() + " can't be captured in " + evidence, e));
    } catch (RuntimeException e) {
      throw abandon(started, e);
    } catch (Error e) {
      throw abandon(started, e);
    } finally {
      executor.shutdown();
    }
  }

  private static <E extends Throwable> E abandon(Deque<AutoCloseable> started, E cause) {
    try {
      Closing.all(started);
    } catch (InfrastructureException closing) {
      cause.addSuppressed(closing);
    }
    return cause;
  }

  private Fabric openFabric(Topology topology) {
    try {
      return Fabric.open(topology, session.newDirectory("w"));
    } catch (IOException e) {
      throw new InfrastructureException(
          "the wires of " + topology.name() + " can't be set up: " + e.getMessage(), e);
    }
  }

  private QemuGuest boot(GuestSpec spec, CommandListener listener) {
    QemuGuest guest = factory.boot(spec, listener);
    try {
      guest.configure(GuestConfiguration.of(spec.host(), entropy()), CONFIGURE_TIMEOUT);
      return guest;
    } catch (RuntimeException | Error e) {
      guest.close();
      throw e;
    }
  }

  private byte[] entropy() {
    byte[] bytes = new byte[ENTROPY_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Waits for all, so that none is left booting when one has failed. */
  private static Map<String, QemuGuest> collect(
      List<CompletableFuture<QemuGuest>> booting, Deque<AutoCloseable> started) {
    Map<String, QemuGuest> guests = new LinkedHashMap<>();
    RuntimeException failure = null;
    for (CompletableFuture<QemuGuest> future : booting) {
      try {
        QemuGuest guest = future.join();
        started.push(guest);
        guests.put(guest.name(), guest);
      } catch (CompletionException e) {
        RuntimeException cause =
            e.getCause() instanceof RuntimeException runtime
                ? runtime
                : new InfrastructureException(e.toString(), e);
        if (failure == null) {
          failure = cause;
        } else {
          failure.addSuppressed(cause);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
    return guests;
  }

  @Override
  public void close() {
    session.close();
  }
}
