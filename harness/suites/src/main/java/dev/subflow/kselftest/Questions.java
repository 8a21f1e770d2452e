// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.guest.Command;
import dev.subflow.guest.Guest;
import dev.subflow.guest.GuestException;
import dev.subflow.process.Background;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a guest about its network namespaces while a script runs in it, which deletes them when it
 * ends. The answers are for the evidence.
 */
final class Questions {
  private static final Logger log = LoggerFactory.getLogger(Questions.class);
  private static final Duration LIMIT = Duration.ofSeconds(25);
  // The script goes on meanwhile, and this takes its time from it.
  private static final int FAILURES = 3;

  private static final String NAMESPACES =
      """
      for n in $(ip netns list | cut -d' ' -f1); do
        echo "== namespace $n"
        ip -n $n -br addr; ip -n $n route; ip netns exec $n ip mptcp endpoint
        ip netns exec $n ip mptcp limits; ss -N $n -naiM; ss -N $n -naieto
        NSTAT_HISTORY=/dev/null ip netns exec $n nstat -as | grep -E 'MPTcp|TcpExt'
      done
      """;
  private static final String TASKS =
      """
      for c in w t l; do echo $c >/proc/sysrq-trigger; done
      ps axf -o pid,stat,wchan:24,args
      """;

  private final Guest guest;
  private final AtomicInteger failures = new AtomicInteger();

  Questions(Guest guest) {
    this.guest = guest;
  }

  /** Blocked tasks, all tasks and all CPUs go to the console; the rest to the log of commands. */
  void whyItHangs() {
    ask(TASKS + NAMESPACES);
  }

  /** Namespaces, as long as they are there; of the first failures only. Returns at once. */
  void afterFailure() {
    if (failures.incrementAndGet() <= FAILURES) {
      var unused = CompletableFuture.runAsync(() -> ask(NAMESPACES), Background.threads());
    }
  }

  private void ask(String script) {
    try {
      var unused = guest.run(Command.shell(script).timeout(LIMIT));
    } catch (GuestException e) {
      log.debug("{} does not answer", guest.name(), e);
    }
  }
}
