// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.cache.Cache;
import dev.subflow.machine.Setup;
import dev.subflow.machine.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Sees to it that all is there that guests are made of. */
public final class Preparation {
  private final Artifacts artifacts;
  private final Optional<String> qemu;
  private final Consumer<String> progress;

  /**
   * Prepares in a checkout and a cache.
   *
   * @param home folder of the checkout, which holds {@code images/}
   * @param cache folder of the artifact cache
   * @param qemu suite of Debian whose QEMU runs the guests; absent for one that is there
   * @param progress told in a few words what takes long
   */
  public Preparation(Path home, Path cache, Optional<String> qemu, Consumer<String> progress) {
    this.artifacts = new Artifacts(home, new Cache(cache, progress), progress);
    this.qemu = qemu;
    this.progress = progress;
  }

  /**
   * Installs the tools that building kernels takes; in an instant when they are there.
   *
   * @throws dev.subflow.failure.UsageException when one is missing and this user may not install it
   */
  public static void toBuild(Artifacts artifacts, Consumer<String> progress) {
    Tools tools = Tools.ofThisMachine();
    new Setup(artifacts.toolbox().isThere() ? tools.withoutImages() : tools).run(progress);
  }

  /** Where all of that comes from. */
  public Artifacts artifacts() {
    return artifacts;
  }

  /**
   * Installs tools, fetches kernels, builds images; in an instant when all is there. Tools that
   * build images are wanted only where the image is not in the cache.
   *
   * @param image root image of the guests
   * @return the kernels, resolved, in the same order
   * @throws dev.subflow.failure.UsageException when a tool is missing and this user may not install
   *     it, or for a kernel or an image that is not known
   */
  public List<Kernel> prepare(List<String> kernels, String image) {
    // Names first: what is downloaded for a run that cannot be is of no use.
    artifacts.requireNames(kernels, image);
    Tools tools = Tools.ofThisMachine();
    boolean all = artifacts.hasRootImage(image) && qemu.map(artifacts::hasQemu).orElse(true);
    new Setup(all ? tools.withoutImages() : tools).run(progress);
    qemu.ifPresent(artifacts::qemu);
    List<Kernel> resolved = kernels.stream().map(artifacts::kernel).toList();
    artifacts.rootImage(image);
    artifacts.programs();
    return resolved;
  }
}
