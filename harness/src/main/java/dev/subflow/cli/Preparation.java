// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.Artifacts;
import dev.subflow.artifact.Cache;
import dev.subflow.artifact.Kernel;
import dev.subflow.host.Setup;
import dev.subflow.host.Tools;
import dev.subflow.lab.LabSettings;
import java.util.List;

/** Sees to it that all is there that guests are made of, showing what takes long. */
final class Preparation {
  private final Progress progress;

  Preparation(Progress progress) {
    this.progress = progress;
  }

  /**
   * Installs tools, fetches the kernel, builds images; in an instant when all is there.
   *
   * @return the kernel, resolved
   * @throws dev.subflow.host.UsageException when a tool is missing and this user may not install
   *     it, or for a kernel or an image that is not known
   */
  Kernel prepare(LabSettings settings) {
    return prepare(settings, List.of(settings.kernel())).get(0);
  }

  /** The same with these kernels instead. */
  List<Kernel> prepare(LabSettings settings, List<String> kernels) {
    new Setup(Tools.ofThisMachine()).run(progress::status);
    Artifacts artifacts = artifacts(settings);
    List<Kernel> resolved = kernels.stream().map(artifacts::kernel).toList();
    artifacts.rootImage(settings.image());
    artifacts.programs();
    return resolved;
  }

  /** Where all of that comes from, with progress on the same line. */
  Artifacts artifacts(LabSettings settings) {
    return new Artifacts(
        settings.home(), new Cache(settings.cache(), progress::status), progress::status);
  }
}
