// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.lab.LabSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes this machine ready: tools, kernel, root image. */
@Command(
    name = "setup",
    description =
        "Installs the tools that are missing (as root or with passwordless sudo), fetches the kernel"
            + " and builds the root image. Does nothing where all is there.",
    mixinStandardHelpOptions = true)
final class SetupCommand implements Callable<Integer> {
  private final Streams streams;
  @Mixin private final ArtifactOptions parts = new ArtifactOptions();

  SetupCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (Progress progress = Progress.onErr(streams)) {
      LabSettings settings = parts.settings(Home.find());
      settings.preparation(progress::status).prepare(settings.kernels(), settings.image());
    }
    streams.out().println("Ready. Try: subflow run");
    return ExitCodes.PASSED;
  }
}
