// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.Artifacts;
import dev.subflow.cache.Cache;
import dev.subflow.lab.LabSettings;
import dev.subflow.virtme.ImageBuilder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Builds an image with the interface of upstream's. */
@Command(
    name = "build-image",
    description = {
      "Builds the image subflow/virtme, which is used like upstream's, and prints its name.",
      "Where no registry can be reached it is built from a Debian that mmdebstrap makes."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Then: subflow virtme --image subflow/virtme ..."})
final class VirtmeBuildImageCommand implements Callable<Integer> {
  private static final String FOLDER = "virtme";

  private final Streams streams;

  @Option(
      names = "--base",
      paramLabel = "IMAGE",
      description = "Image to build from (default: debian:trixie-slim where it can be had).")
  private Optional<String> base = Optional.empty();

  @Option(
      names = "--bootstrap",
      description = "Make the base here with mmdebstrap, whatever can be fetched.")
  private boolean bootstrap;

  VirtmeBuildImageCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Path home = Home.find();
    try (Progress progress = Progress.onErr(streams)) {
      ImageBuilder builder = new ImageBuilder(progress::status);
      Artifacts artifacts =
          new Artifacts(
              home, new Cache(LabSettings.defaultCache(), progress::detail), progress::detail);
      String from = builder.base(base, bootstrap, () -> artifacts.debianTree(FOLDER + "/base"));
      String image = builder.build(home.resolve("images").resolve(FOLDER), from, progress::detail);
      progress.silence();
      streams.out().println(image);
      return ExitCodes.PASSED;
    }
  }
}
