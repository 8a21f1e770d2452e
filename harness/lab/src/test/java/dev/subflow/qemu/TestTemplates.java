// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.root.RootImage;
import dev.subflow.cache.Cache;
import dev.subflow.machine.QemuUser;
import dev.subflow.topology.HostSpec;
import dev.subflow.topology.Topology;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.GuestSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Templates that are made without a QEMU, and guests that they are of. */
final class TestTemplates {
  private final Path folder;

  /** Names of the hosts that templates were made like. */
  final List<String> made = new ArrayList<>();

  private Optional<RuntimeException> failure = Optional.empty();

  TestTemplates(Path folder) {
    this.folder = folder;
  }

  /** Has none be made from now on. */
  void fail(RuntimeException why) {
    failure = Optional.of(why);
  }

  /** A QEMU of which no version is known. */
  static QemuProgram installed(Path binary) {
    return new QemuProgram(binary, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Those of a run; two runs share the cache. */
  Templates ofRun() throws IOException {
    Path qemu = folder.resolve("qemu");
    if (!Files.exists(qemu)) {
      Files.createFile(qemu);
    }
    QemuSetup setup =
        new QemuSetup(installed(qemu), Accelerator.TCG, OptionalInt.empty(), QemuUser.CALLER);
    return new Templates(
        new Cache(folder.resolve("cache")), setup, this::make, this::scratch, what -> {});
  }

  private Path scratch() {
    try {
      return Files.createTempDirectory(folder, "scratch");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void make(TemplateSpec spec, Template template) throws IOException {
    made.add(spec.like().name());
    if (failure.isPresent()) {
      throw failure.get();
    }
    Files.writeString(template.memory(), "memory");
    Files.writeString(template.state(), "state");
    Files.writeString(template.console(), "console");
  }

  static GuestSpec guest(String name, int memoryMib, boolean coldBoot) {
    HostSpec host =
        Topology.builder("lab").host(name, h -> h.memoryMib(memoryMib)).build().host(name);
    Path nowhere = Path.of("/nowhere");
    Kernel kernel =
        new Kernel(
            "debian:stable",
            "7.3",
            "7.3-1",
            nowhere,
            nowhere,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    RootImage root = new RootImage("guest", nowhere, nowhere, Optional.empty(), Optional.empty());
    return new GuestSpec(
        host,
        kernel,
        root,
        Optional.empty(),
        List.of(),
        List.of(),
        nowhere,
        Duration.ofSeconds(90),
        coldBoot);
  }

  static GuestSpec guest(String name) {
    return guest(name, 256, false);
  }
}
