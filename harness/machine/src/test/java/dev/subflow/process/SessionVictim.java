// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/** A JVM to end in every way there is: {@code BASE return|throw|hang|outsider}. */
final class SessionVictim {
  /** A leader that ignores SIGTERM, a child, and a grandchild that left the process group. */
  private static final String FAMILY =
      "trap '' TERM; sleep 1001 & setsid sh -c 'echo started; exec sleep 1002' & wait";

  private SessionVictim() {}

  public static void main(String[] args) throws InterruptedException {
    Session session = Session.open(SessionDirectories.at(Path.of(args[0])));
    ProcessSpec spec = ProcessSpec.of("family", "sh", "-c", FAMILY);
    if (args[1].equals("outsider")) {
      spec = spec.by(new Outsider(OptionalInt.empty()));
    }
    ManagedProcess family = session.start(spec.grace(Duration.ofMillis(200)));
    await("grandchild").until(() -> family.tail().contains("started"));
    System.out.println(session.directory());
    System.out.println(family.pid());
    System.out.println(session.guardPid());
    switch (args[1]) {
      case "return" -> {}
      case "throw" -> throw new IllegalStateException("thrown on purpose");
      default -> new CountDownLatch(1).await();
    }
  }
}
