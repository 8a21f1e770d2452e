// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.BuildResponseItem;
import dev.subflow.host.InfrastructureException;
import dev.subflow.host.ManagedProcess;
import dev.subflow.host.ProcessExit;
import dev.subflow.host.ProcessSpec;
import dev.subflow.host.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes our own image, from a base that is there, that can be fetched, or that is made here. */
public final class ImageBuilder {
  /** What it is built from where a registry can be reached. */
  public static final String DEBIAN = "debian:trixie-slim";

  private static final String IMPORTED = "subflow/virtme-base";
  private static final String TAG = "latest";
  private static final Duration END_OF_TAR = Duration.ofMinutes(1);

  private final Engine engine;
  private final Consumer<String> progress;

  /**
   * A builder in an engine.
   *
   * @param progress told what goes on
   */
  public ImageBuilder(Engine engine, Consumer<String> progress) {
    this.engine = engine;
    this.progress = progress;
  }

  /**
   * The base to build from: Debian's where it can be had, else a tree of files that is made here.
   *
   * @param chosen the base asked for
   * @param bootstrap whether to make it here in any case
   * @param tree makes it
   */
  public String base(Optional<String> chosen, boolean bootstrap, Supplier<Path> tree) {
    if (chosen.isPresent()) {
      return new Images(engine, progress).get(VirtmeImage.of(chosen, VirtmeImage.Pull.MISSING));
    }
    if (!bootstrap) {
      try {
        return new Images(engine, progress)
            .get(VirtmeImage.of(Optional.of(DEBIAN), VirtmeImage.Pull.MISSING));
      } catch (InfrastructureException e) {
        progress.accept(DEBIAN + " cannot be fetched; making a base here");
      }
    }
    return importTree(tree.get());
  }

  private String importTree(Path tree) {
    progress.accept("importing " + tree);
    ProcessSpec tar =
        ProcessSpec.of(
                "tar",
                "tar",
                "--numeric-owner",
                "--owner=0",
                "--group=0",
                "-C",
                tree.toString(),
                "-c",
                ".")
            .withPipes();
    try (Session session = Session.open();
        ManagedProcess process = session.start(tar)) {
      Optional<ProcessExit> exit = process.waitFor(END_OF_TAR);
      if (exit.filter(ProcessExit::succeeded).isEmpty()) {
        throw new InfrastructureException(
            "tar did not read all of " + tree + ": " + process.tail());
      }
      return IMPORTED + ":" + TAG;
    } catch (DockerException e) {
      throw new InfrastructureException("the engine does not import " + tree, e);
    }
  }

  /**
   * Builds the image.
   *
   * @param folder with its Dockerfile
   * @param base what it is built from; in the engine
   * @param log hears what the engine says
   * @return its name
   */
  public String build(Path folder, String base, Consumer<String> log) {
    progress.accept("building " + VirtmeImage.OWN + " from " + base);
    BuildImageCmd command =
        engine
            .client()
            .buildImageCmd(folder.resolve("Dockerfile").toFile())
            .withBaseDirectory(folder.toFile())
            .withBuildArg("BASE", base)
            .withNetworkMode("host")
            .withRemove(true)
            .withForcerm(true)
            .withTags(Set.of(VirtmeImage.OWN));
    try {
      String id =
          command
              .exec(
                  new BuildImageResultCallback() {
                    @Override
                    public void onNext(BuildResponseItem item) {
                      super.onNext(item);
                      if (item.getStream() != null) {
                        log.accept(item.getStream());
                      }
                    }
                  })
              .awaitImageId();
      progress.accept("image " + id);
      return VirtmeImage.OWN;
    } catch (DockerException | DockerClientException e) {
      throw new InfrastructureException("the image cannot be built: " + e.getMessage(), e);
    }
  }
}
