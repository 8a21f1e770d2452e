// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.agent.CommandListener;
import dev.subflow.cache.Cache;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.process.Session;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings guests to life, by a boot or as copies of a template. Thread-safe. */
public final class GuestFactory {
  private static final Logger log = LoggerFactory.getLogger(GuestFactory.class);

  private final QemuLauncher launcher;
  private final Optional<Templates> templates;

  private GuestFactory(QemuLauncher launcher, Optional<Templates> templates) {
    this.launcher = launcher;
    this.templates = templates;
  }

  /**
   * A factory that boots every guest.
   *
   * @param session owner of the processes and sockets
   * @param qemu the QEMU binary
   * @param qemuMajor its major version
   * @param accelerator what to run guests with
   * @param tscKhz how fast the machine's time stamp counter is, for guests under emulation; empty
   *     lets their kernels measure it
   */
  public static GuestFactory booting(
      Session session, Path qemu, int qemuMajor, Accelerator accelerator, OptionalInt tscKhz) {
    return new GuestFactory(
        new QemuLauncher(session, qemu, qemuMajor, accelerator, tscKhz), Optional.empty());
  }

  /**
   * The same with templates.
   *
   * @param cache where they are kept
   * @param progress told in a few words when one is made, which takes seconds
   */
  public GuestFactory withTemplates(Cache cache, Consumer<String> progress) {
    return new GuestFactory(
        launcher, Optional.of(new Templates(cache, new TemplateMaker(launcher), progress)));
  }

  /**
   * Makes a guest that is ready for commands: a copy of its template, or a booted one where that
   * cannot be.
   *
   * @throws GuestCrashedException when its kernel dies before it is ready
   * @throws GuestLostException when it does not answer in time for another reason
   * @throws InfrastructureException when QEMU can't be started
   */
  public QemuGuest start(GuestSpec spec, CommandListener listener) {
    if (templates.isEmpty() || spec.coldBoot()) {
      return boot(spec, listener);
    }
    Optional<Template> template = templates.get().of(spec);
    if (template.isEmpty()) {
      return boot(spec, listener);
    }
    try {
      return clone(spec, template.get(), listener);
    } catch (GuestLostException | InfrastructureException e) {
      QemuGuest guest = bootInstead(spec, listener, e);
      log.warn(
          "{}: its template is unusable and gets made anew, this guest has booted: {}",
          spec.name(),
          e.getMessage());
      templates.get().discard(spec);
      return guest;
    }
  }

  /** Only where a boot succeeds is the template to blame: a full disk or a run's end stops both. */
  private QemuGuest bootInstead(GuestSpec spec, CommandListener listener, Exception copying) {
    try {
      return boot(spec, listener);
    } catch (RuntimeException e) {
      e.addSuppressed(copying);
      throw e;
    }
  }

  private QemuGuest clone(GuestSpec spec, Template template, CommandListener listener) {
    QemuGuest guest = launcher.launch(spec, new Origin.Cloned(template), listener);
    return ready(guest, () -> guest.resume(spec.bootTimeout()));
  }

  /**
   * Boots a guest and waits for its agent.
   *
   * @throws GuestCrashedException when its kernel dies while booting
   * @throws dev.subflow.guest.GuestNotBootedException when it does not get ready in time
   * @throws GuestLostException when that is the machine's doing
   * @throws InfrastructureException when QEMU can't be started
   */
  public QemuGuest boot(GuestSpec spec, CommandListener listener) {
    QemuGuest guest = launcher.launch(spec, new Origin.Boot(), listener);
    return ready(
        guest,
        () -> {
          guest.handshake(spec.bootTimeout());
          spec.root().ready().ifPresent(script -> guest.awaitInit(script, spec.bootTimeout()));
        });
  }

  private static QemuGuest ready(QemuGuest guest, Runnable wait) {
    try {
      wait.run();
      return guest;
    } catch (RuntimeException | Error e) {
      guest.close();
      throw e;
    }
  }
}
