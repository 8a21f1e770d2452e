// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.agent.CommandListener;
import dev.subflow.agent.GuestConfiguration;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.UnfinishedCommand;
import dev.subflow.topology.HostSpec;
import dev.subflow.topology.Topology;
import dev.subflow.vm.GuestSpec;
import dev.subflow.vm.Vm;
import dev.subflow.wire.Fabric;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Brings one topology up, or takes down again what came up before something failed. */
final class LabStarter {
  private static final Duration BOOT_TIMEOUT = Duration.ofSeconds(90);
  private static final int SLOWER_WITH_KASAN = 4;
  private static final Duration CONFIGURE_TIMEOUT = Duration.ofSeconds(30);
  private static final int ENTROPY_BYTES = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Ingredients ingredients;
  private final Topology topology;
  private final Path evidence;
  private final boolean coldBoot;

  LabStarter(Ingredients ingredients, Topology topology, Path evidence, boolean coldBoot) {
    this.ingredients = ingredients;
    this.topology = topology;
    this.evidence = evidence;
    this.coldBoot = coldBoot;
  }

  /** Brings it up without captures. */
  Lab start(CommandLog listener) {
    CommandListener commands =
        new CommandListener() {
          @Override
          public void ended(Command command, CommandResult result) {
            listener.ended(command, result);
          }

          @Override
          public void failed(UnfinishedCommand command) {
            listener.failed(command);
          }
        };
    // What can't be had fails before anything runs.
    topology.hosts().forEach(ingredients.artifacts()::kernelOf);
    topology.hosts().forEach(ingredients.artifacts()::imageOf);
    Fabric fabric = openFabric();
    Deque<AutoCloseable> started = new ArrayDeque<>();
    started.push(fabric);
    ExecutorService executor = Executors.newFixedThreadPool(topology.hosts().size());
    try {
      // All of them before the first guest starts, which nobody would end if the next had none.
      List<GuestSpec> specs = topology.hosts().stream().map(host -> spec(host, fabric)).toList();
      List<CompletableFuture<Vm>> starting = new ArrayList<>();
      for (GuestSpec spec : specs) {
        starting.add(CompletableFuture.supplyAsync(() -> start(spec, commands), executor));
      }
      return new Lab(topology, ingredients, fabric, collect(starting, started));
    } catch (GuestCrashedException e) {
      // Nobody gets a lab to ask.
      ingredients.traces().keep(topology, e, evidence);
      throw abandon(started, e);
    } catch (RuntimeException e) {
      throw abandon(started, e);
    } catch (Error e) {
      throw abandon(started, e);
    } finally {
      executor.shutdown();
    }
  }

  /** Brings it up and captures every wire. */
  Lab startCapturing(CommandLog listener) {
    Lab lab = start(listener);
    try {
      lab.capture(evidence);
      return lab;
    } catch (IOException e) {
      throw abandon(
          List.of(lab),
          new InfrastructureException(
              "the wires of " + topology.name() + " can't be captured in " + evidence, e));
    }
  }

  private GuestSpec spec(HostSpec host, Fabric fabric) {
    return new GuestSpec(
        host,
        ingredients.artifacts().kernelOf(host),
        ingredients.artifacts().imageOf(host),
        Optional.of(ingredients.programs()),
        host.nics().stream().map(nic -> fabric.socketOf(host.name(), nic.name())).toList(),
        List.of(),
        evidence,
        bootTimeout(host),
        coldBoot);
  }

  private Duration bootTimeout(HostSpec host) {
    boolean slow = ingredients.artifacts().kernelUnderTest(host).option("CONFIG_KASAN").isPresent();
    return slow ? BOOT_TIMEOUT.multipliedBy(SLOWER_WITH_KASAN) : BOOT_TIMEOUT;
  }

  private static <E extends Throwable> E abandon(
      Collection<? extends AutoCloseable> started, E cause) {
    try {
      Closing.all(started);
    } catch (InfrastructureException closing) {
      cause.addSuppressed(closing);
    }
    return cause;
  }

  private Fabric openFabric() {
    try {
      return Fabric.open(topology, ingredients.sockets().get());
    } catch (IOException e) {
      throw new InfrastructureException(
          "the wires of " + topology.name() + " can't be set up: " + e.getMessage(), e);
    }
  }

  private Vm start(GuestSpec spec, CommandListener listener) {
    Vm guest = ingredients.factory().start(spec, listener);
    try {
      guest.configure(GuestConfiguration.of(spec.host(), entropy()), CONFIGURE_TIMEOUT);
      return guest;
    } catch (RuntimeException | Error e) {
      guest.close();
      throw e;
    }
  }

  private static byte[] entropy() {
    byte[] bytes = new byte[ENTROPY_BYTES];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** Waits for all, so that none is left starting when one has failed. */
  private static Map<String, Vm> collect(
      List<CompletableFuture<Vm>> starting, Deque<AutoCloseable> started) {
    Map<String, Vm> guests = new LinkedHashMap<>();
    RuntimeException failure = null;
    for (CompletableFuture<Vm> future : starting) {
      try {
        Vm guest = future.join();
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
}
