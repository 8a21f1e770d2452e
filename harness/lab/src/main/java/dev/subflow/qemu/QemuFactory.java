// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.agent.CommandListener;
import dev.subflow.cache.Cache;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.process.Session;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.GuestSpec;
import dev.subflow.vm.Vm;
import dev.subflow.vm.VmFactory;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings guests to life, as copies of templates or by a boot. Thread-safe. */
public final class QemuFactory implements VmFactory {
  private static final Logger log = LoggerFactory.getLogger(QemuFactory.class);

  private final Starter starter;
  private final Templates templates;

  /** Starts a QEMU and waits until its guest is ready for commands. */
  interface Starter {
    /** One that boots. */
    Vm boot(GuestSpec spec, CommandListener listener);

    /** One that continues from a template. */
    Vm copy(GuestSpec spec, Template template, CommandListener listener);
  }

  QemuFactory(Starter starter, Templates templates) {
    this.starter = starter;
    this.templates = templates;
  }

  /**
   * A factory that makes templates when they are first needed.
   *
   * @param session owner of the processes and sockets
   * @param accelerator what to run guests with
   * @param tscKhz how fast the machine's time stamp counter is, for guests under emulation; empty
   *     lets their kernels measure it
   * @param cache where templates are kept
   * @param progress told in a few words when one is made, which takes seconds
   */
  public static QemuFactory of(
      Session session,
      QemuProgram qemu,
      Accelerator accelerator,
      OptionalInt tscKhz,
      Cache cache,
      Consumer<String> progress) {
    QemuSetup setup = QemuSetup.of(qemu, accelerator, tscKhz);
    setup
        .user()
        .hindrance()
        .ifPresent(why -> log.warn("guests run as root (see \"subflow doctor\"): {}", why));
    QemuLauncher launcher = new QemuLauncher(session, setup);
    return new QemuFactory(
        new QemuStarter(launcher),
        new Templates(
            cache, setup, new TemplateMaker(launcher), () -> session.newDirectory("m"), progress));
  }

  /** A copy of its template, or a booted guest where that cannot be. */
  @Override
  public Vm start(GuestSpec spec, CommandListener listener) {
    Optional<Template> template = spec.coldBoot() ? Optional.empty() : templates.of(spec);
    if (template.isEmpty()) {
      return starter.boot(spec, listener);
    }
    try {
      return starter.copy(spec, template.get(), listener);
    } catch (GuestLostException | InfrastructureException e) {
      Vm guest = bootInstead(spec, listener, e);
      log.warn(
          "{}: its template is unusable and gets made anew, this guest has booted: {}",
          spec.name(),
          e.getMessage());
      templates.discard(spec);
      return guest;
    }
  }

  /** Only where a boot succeeds is the template to blame: a full disk or a run's end stops both. */
  private Vm bootInstead(GuestSpec spec, CommandListener listener, Exception copying) {
    try {
      return starter.boot(spec, listener);
    } catch (RuntimeException e) {
      e.addSuppressed(copying);
      throw e;
    }
  }
}
