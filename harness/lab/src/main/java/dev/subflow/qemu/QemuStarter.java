// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.agent.CommandListener;
import dev.subflow.vm.GuestSpec;
import dev.subflow.vm.Vm;

/** Launches guests and waits for their agents. Thread-safe. */
final class QemuStarter implements QemuFactory.Starter {
  private final QemuLauncher launcher;

  QemuStarter(QemuLauncher launcher) {
    this.launcher = launcher;
  }

  @Override
  public Vm boot(GuestSpec spec, CommandListener listener) {
    QemuGuest guest = launcher.launch(spec, new Origin.Boot(), listener);
    return ready(
        guest,
        () -> {
          guest.handshake(spec.bootTimeout());
          spec.root().ready().ifPresent(script -> guest.awaitInit(script, spec.bootTimeout()));
        });
  }

  @Override
  public Vm copy(GuestSpec spec, Template template, CommandListener listener) {
    boolean readOnly = launcher.setup().readsTemplatesOnly();
    Origin origin = new Origin.Cloned(template, template.memory(), readOnly);
    QemuGuest guest = launcher.launch(spec, origin, listener);
    return ready(guest, () -> guest.resume(spec.bootTimeout()));
  }

  private static Vm ready(QemuGuest guest, Runnable wait) {
    try {
      wait.run();
      return guest;
    } catch (RuntimeException | Error e) {
      guest.close();
      throw e;
    }
  }
}
