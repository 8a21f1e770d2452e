// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestException;
import dev.subflow.lab.Lab;
import dev.subflow.observe.ProtocolSockets;
import dev.subflow.observe.SocketObjects;
import dev.subflow.vm.Vm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds sockets that a kernel has lost: it still counts them, but {@code ss} does not show them and
 * no program has them open, or it has them in memory and counts them no more. Sockets that are slow
 * to close are shown. Thread-safe.
 *
 * <p>Looks at the guest's own network namespace; memory is that of all, and is not looked at while
 * there are others. Every open socket of a program is taken for one that might be missing, so in a
 * guest with many programs a few lost sockets are not noticed.
 */
final class LeftSockets {
  private static final Logger log = LoggerFactory.getLogger(LeftSockets.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 200;
  private static final Command SHOWN = Command.of("ss", "-HatM").timeout(PATIENCE);

  private static final Command IN_MEMORY =
      Command.of("sh", "-c", SocketObjects.SCRIPT).timeout(PATIENCE);

  /** Sockets that were made and not connected yet are not shown either. */
  private static final Command HELD =
      Command.of("find", "/proc", "-maxdepth", "3", "-path", "*/fd/*", "-lname", "socket:*")
          .timeout(PATIENCE);

  private final Map<String, ProtocolSockets> before = new ConcurrentHashMap<>();

  /** Takes note of the sockets that there are as the test begins. */
  void start(Lab lab) {
    lab.each(guest -> ask(guest, () -> before.put(guest.name(), counted(guest))));
  }

  /** Tells in words which hosts lost sockets; a host that does not answer is passed over. */
  List<String> find(Lab lab) {
    Map<String, String> found = new ConcurrentHashMap<>();
    lab.each(
        guest -> ask(guest, () -> lost(guest).ifPresent(words -> found.put(guest.name(), words))));
    return List.copyOf(new TreeMap<>(found).values());
  }

  private static void ask(Vm guest, Runnable question) {
    try {
      if (guest.fate().isEmpty()) {
        question.run();
      }
    } catch (GuestException | InfrastructureException e) {
      log.debug("sockets of {} are not counted", guest.name(), e);
    }
  }

  private static ProtocolSockets counted(Vm guest) {
    return ProtocolSockets.parse(guest.files().getText(ProtocolSockets.FILE));
  }

  private Optional<String> lost(Vm guest) {
    ProtocolSockets atFirst = before.get(guest.name());
    if (atFirst == null) {
      return Optional.empty();
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<Missing> missing = missing(guest, atFirst);
    while (missing.isPresent() && System.nanoTime() < end) {
      if (pause()) {
        return Optional.empty();
      }
      missing = missing(guest, atFirst);
    }
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    // It ends with 1 where programs end while it looks.
    long held = answer(guest, HELD, 1).stdout().lines().count();
    return missing.filter(m -> m.count() > held).map(m -> m.words(guest.name(), held));
  }

  /** So many sockets that the kernel has and nobody sees; {@code what} says where it has them. */
  private record Missing(long count, String what) {
    String words(String host, long held) {
      return "%s: the kernel %s; programs hold %d".formatted(host, what, held);
    }
  }

  private static Optional<Missing> missing(Vm guest, ProtocolSockets atFirst) {
    ProtocolSockets now = counted(guest);
    ProtocolSockets more = now.beyond(atFirst);
    if (!more.isNone()) {
      more = more.unexplainedBy(ProtocolSockets.shown(answer(guest, SHOWN, 0).stdout()));
    }
    if (!more.isNone()) {
      return Optional.of(
          new Missing(
              more.mptcp() + more.tcp(),
              "counts %d MPTCP and %d TCP sockets (%s) that ss does not show"
                  .formatted(more.mptcp(), more.tcp(), ProtocolSockets.FILE)));
    }
    SocketObjects objects = SocketObjects.parse(answer(guest, IN_MEMORY, 0).stdout());
    long uncounted = objects.uncountedBy(now);
    if (uncounted > 0) {
      // ss shows the kernel's own listeners, which are not counted.
      uncounted = objects.uncountedBy(ProtocolSockets.shown(answer(guest, SHOWN, 0).stdout()));
    }
    return uncounted == 0
        ? Optional.empty()
        : Optional.of(
            new Missing(
                uncounted,
                "has %d MPTCP sockets in memory (/sys/kernel/slab) that %s does not count and ss"
                        .formatted(uncounted, ProtocolSockets.FILE)
                    + " does not show"));
  }

  /** Without the answer nothing can be said to be lost. */
  private static CommandResult answer(Vm guest, Command question, int worst) {
    CommandResult result = guest.run(question);
    if (result.timedOut() || !result.exit().isCode() || result.exit().value() > worst) {
      throw new InfrastructureException(guest.name() + ": " + result);
    }
    return result;
  }

  /** Whether the thread was told to stop. */
  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
