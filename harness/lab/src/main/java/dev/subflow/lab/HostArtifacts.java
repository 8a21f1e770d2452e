// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.kernel.KernelConfig;
import dev.subflow.artifact.root.RootImage;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.topology.HostSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The kernels and root images of a run's hosts, each got once. Thread-safe. */
final class HostArtifacts {
  private final String kernel;
  private final String image;
  private final Function<String, Kernel> findKernel;
  private final Function<String, RootImage> findImage;
  private final Map<String, Kernel> kernels = new ConcurrentHashMap<>();
  private final Map<String, RootImage> images = new ConcurrentHashMap<>();
  private final Map<Kernel, KernelUnderTest> known = new ConcurrentHashMap<>();

  /**
   * Artifacts of hosts that are found by name.
   *
   * @param kernel name of that of hosts which ask for none
   * @param image likewise
   */
  HostArtifacts(
      String kernel,
      String image,
      Function<String, Kernel> findKernel,
      Function<String, RootImage> findImage) {
    this.kernel = kernel;
    this.image = image;
    this.findKernel = findKernel;
    this.findImage = findImage;
  }

  /** The kernel of hosts that ask for none. */
  Kernel kernel() {
    return kernels.computeIfAbsent(kernel, findKernel);
  }

  Kernel kernelOf(HostSpec host) {
    return kernels.computeIfAbsent(host.kernel().orElse(kernel), findKernel);
  }

  /** The root image of hosts that ask for none. */
  RootImage image() {
    return images.computeIfAbsent(image, findImage);
  }

  RootImage imageOf(HostSpec host) {
    return images.computeIfAbsent(host.image().orElse(image), findImage);
  }

  /**
   * Knowledge of the kernel of a host.
   *
   * @throws InfrastructureException when its configuration can't be read
   */
  KernelUnderTest kernelUnderTest(HostSpec host) {
    return known.computeIfAbsent(kernelOf(host), HostArtifacts::known);
  }

  private static KernelUnderTest known(Kernel kernel) {
    return new KernelUnderTest(
        kernel.requested(),
        kernel.release(),
        kernel.version(),
        kernel.config().map(HostArtifacts::options).orElse(Map.of()));
  }

  private static Map<String, String> options(Path config) {
    try {
      return KernelConfig.parse(Files.readString(config)).options();
    } catch (IOException e) {
      throw new InfrastructureException("the kernel configuration " + config + " can't be read", e);
    }
  }
}
