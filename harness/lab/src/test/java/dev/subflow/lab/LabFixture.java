// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.root.RootImage;
import dev.subflow.cache.DiskAllowance;
import dev.subflow.failure.Splat;
import dev.subflow.failure.UsageException;
import dev.subflow.guest.CommandResult;
import dev.subflow.topology.Topology;
import dev.subflow.vm.FakeVmFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Labs of fake guests on real wires: a client and a server that share one. */
final class LabFixture {
  static final Topology PAIR =
      Topology.builder("pair")
          .link("wire")
          .host("client", h -> h.nic("eth1", "wire", "10.0.1.1/24"))
          .host("server", h -> h.nic("eth1", "wire", "10.0.1.2/24"))
          .build();

  final FakeVmFactory factory = new FakeVmFactory();

  /** Those of the wires of each lab that was begun. */
  final List<Path> sockets = new ArrayList<>();

  final DiskAllowance allowance = new DiskAllowance(DiskAllowance.DEFAULT_BYTES);
  private final Path folder;
  private final Map<String, Kernel> kernels = new LinkedHashMap<>();
  private DecodedTraces.Decoder decoder = (kernel, lines) -> Optional.empty();

  /**
   * Labs of a kernel that nothing is known of.
   *
   * @param folder of a short path
   */
  LabFixture(Path folder) {
    this.folder = folder;
    kernel("plain");
  }

  /** A kernel with some options, such as {@code CONFIG_KASAN=y}. */
  LabFixture kernel(String name, String... options) {
    return kernel(name, Optional.empty(), options);
  }

  /** One that was built in a tree. */
  LabFixture kernel(String name, Optional<Path> tree, String... options) {
    Path config = folder.resolve("config-" + name);
    try {
      Files.writeString(config, String.join("\n", options) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kernel(name, Optional.of(config), tree);
  }

  LabFixture kernel(String name, Optional<Path> config, Optional<Path> tree) {
    Path image = Path.of("/boot/" + name);
    Path initramfs = Path.of("/boot/initramfs");
    kernels.put(
        name, new Kernel(name, "7.3", "7.3-1", image, initramfs, Optional.empty(), config, tree));
    return this;
  }

  LabFixture decoder(DecodedTraces.Decoder other) {
    decoder = other;
    return this;
  }

  HostArtifacts artifacts() {
    return new HostArtifacts("plain", "guest", this::find, LabFixture::image);
  }

  private Kernel find(String name) {
    return Optional.ofNullable(kernels.get(name))
        .orElseThrow(() -> new UsageException("no kernel " + name));
  }

  private static RootImage image(String name) {
    Path file = Path.of("/images/" + name);
    return new RootImage(name, file, file, Optional.empty(), Optional.empty());
  }

  Ingredients ingredients() {
    HostArtifacts artifacts = artifacts();
    return new Ingredients(
        factory,
        artifacts,
        Path.of("/programs"),
        this::newSockets,
        new DecodedTraces(artifacts, decoder),
        allowance);
  }

  private Path newSockets() {
    Path place = folder.resolve("w" + sockets.size());
    sockets.add(place);
    return place;
  }

  /** Brings the pair up, on one kernel. */
  Lab start(String kernel) {
    return starter(PAIR.onKernel(kernel)).start(LabFixture::ignore);
  }

  /** Brings the pair up. */
  Lab start() {
    return start("plain");
  }

  LabStarter starter(Topology topology) {
    return new LabStarter(ingredients(), topology, folder, false);
  }

  static void ignore(CommandResult result) {}

  static Splat splat(Splat.Kind kind, String headline) {
    return new Splat(kind, headline, List.of("[    1.000000] " + headline));
  }
}
