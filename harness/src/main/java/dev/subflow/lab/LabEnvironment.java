// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.artifact.Artifacts;
import dev.subflow.artifact.Kernel;
import dev.subflow.artifact.RootImage;
import dev.subflow.host.InfrastructureException;
import dev.subflow.host.Session;
import dev.subflow.qemu.Accelerator;
import dev.subflow.qemu.GuestFactory;
import dev.subflow.qemu.GuestSpec;
import dev.subflow.qemu.QemuGuest;
import dev.subflow.qemu.agent.CommandListener;
import dev.subflow.topology.HostSpec;
import dev.subflow.topology.Topology;
import dev.subflow.wire.Fabric;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What all labs of a run share: the session, the artifacts and the accelerator.
 *
 * <p>Thread-safe: labs may be started at once.
 */
public final class LabEnvironment implements AutoCloseable {
  private static final Duration BOOT_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration CONFIGURE_TIMEOUT = Duration.ofSeconds(30);

  private final LabSettings settings;
  private final Session session;
  private final Artifacts artifacts;
  private final Accelerator accelerator;
  private final String accelerationReason;
  private final GuestFactory factory;

  LabEnvironment(
      LabSettings settings,
      Session session,
      Artifacts artifacts,
      Accelerator accelerator,
      String accelerationReason,
      GuestFactory factory) {
    this.settings = settings;
    this.session = session;
    this.artifacts = artifacts;
    this.accelerator = accelerator;
    this.accelerationReason = accelerationReason;
    this.factory = factory;
  }

  /** What runs the guests. */
  public Accelerator accelerator() {
    return accelerator;
  }

  /** Why that accelerator was taken, in words. */
  public String accelerationReason() {
    return accelerationReason;
  }

  /** The default kernel of the run, resolved. */
  public Kernel kernel() {
    return artifacts.kernel(settings.kernel());
  }

  /** The kernel that a host of a topology gets. */
  public Kernel kernelOf(HostSpec host) {
    return artifacts.kernel(host.kernel().orElse(settings.kernel()));
  }

  /**
   * Brings a topology up: wires first, then all guests at once, each named and addressed.
   *
   * @param evidence existing folder for consoles, captures and QEMU's arguments
   * @param listener told of every command that runs in a guest
   */
  public Lab start(Topology topology, Path evidence, CommandListener listener) {
    RootImage root = artifacts.rootImage(settings.image());
    Path programs = artifacts.programs();
    Map<String, Kernel> kernels = new LinkedHashMap<>();
    topology.hosts().forEach(host -> kernels.put(host.name(), kernelOf(host)));
    Fabric fabric = Fabric.open(topology, session.newDirectory("w"));
    Deque<AutoCloseable> started = new ArrayDeque<>();
    started.push(fabric);
    ExecutorService executor = Executors.newFixedThreadPool(topology.hosts().size());
    try {
      fabric.wires().forEach(wire -> wire.capture(evidence.resolve(wire.name() + ".pcapng")));
      List<CompletableFuture<QemuGuest>> booting = new ArrayList<>();
      for (HostSpec host : topology.hosts()) {
        GuestSpec spec =
            new GuestSpec(
                host,
                java.util.Objects.requireNonNull(kernels.get(host.name())),
                root,
                java.util.Optional.of(programs),
                host.nics().stream().map(nic -> fabric.socketOf(host.name(), nic.name())).toList(),
                List.of(),
                evidence,
                BOOT_TIMEOUT);
        booting.add(CompletableFuture.supplyAsync(() -> boot(spec, listener), executor));
      }
      return new Lab(topology, fabric, collect(booting, started));
    } catch (RuntimeException | Error e) {
      try {
        Closing.all(started);
      } catch (InfrastructureException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    } finally {
      executor.shutdown();
    }
  }

  private QemuGuest boot(GuestSpec spec, CommandListener listener) {
    QemuGuest guest = factory.boot(spec, listener);
    try {
      guest.configure(GuestSetup.of(spec.host()), CONFIGURE_TIMEOUT);
      return guest;
    } catch (RuntimeException | Error e) {
      guest.close();
      throw e;
    }
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
            e.getCause() instanceof RuntimeException runtime ? runtime : new InfrastructureException(e.toString(), e);
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
