// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.topology.HostSpec;
import dev.subflow.topology.TwoPaths;
import dev.subflow.vm.Vm;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A JVM that brings a lab up, prints the process number of each QEMU, and waits to be killed. */
final class LabVictim {
  private LabVictim() {}

  /** Takes the existing folder for evidence. */
  public static void main(String[] args) throws InterruptedException {
    try (LabEnvironment environment = TestLabs.open();
        Lab lab = environment.start(new TwoPaths().topology(), Path.of(args[0]), r -> {})) {
      for (HostSpec host : lab.topology().hosts()) {
        Vm guest = lab.guest(host.name());
        System.out.println(guest.pid());
      }
      new CountDownLatch(1).await();
    }
  }
}
