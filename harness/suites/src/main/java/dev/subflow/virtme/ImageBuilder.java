// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.BuildResponseItem;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.process.ManagedProcess;
import dev.subflow.process.ProcessExit;
import dev.subflow.process.ProcessSpec;
import dev.subflow.process.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes our own image, from a base that is there, that can be fetched, or that is made here. */
public final class ImageBuilder {
  /** Image that it is built from where a registry can be reached. */
  public static final String DEBIAN = "debian:trixie-slim";

  private static final String IMPORTED = "subflow/virtme-base:latest";
  private static final String DOCKERFILE = "Dockerfile";
  private static final Duration END_OF_TAR = Duration.ofMinutes(1);

  private final Engine engine;
  private final Consumer<String> progress;

  /**
   * A builder in the container engine of this machine.
   *
   * @param progress told in a few words what takes long
   * @throws dev.subflow.failure.InfrastructureException if no engine answers
   */
  public ImageBuilder(Consumer<String> progress) {
    this(Engine.find(), progress);
  }

  ImageBuilder(Engine engine, Consumer<String> progress) {
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

  /**
   * An image of nothing but the tree. It is built, not imported: the client takes an import for
   * done as soon as the engine first answers.
   */
  private String importTree(Path tree) {
    progress.accept("importing " + tree);
    try (Session session = Session.open()) {
      Path recipe = session.newDirectory("base");
      Files.writeString(recipe.resolve(DOCKERFILE), "FROM scratch\nCOPY root/ /\n");
      ProcessSpec tar =
          ProcessSpec.of(
                  "tar",
                  "tar",
                  "--numeric-owner",
                  "--owner=0",
                  "--group=0",
                  // Names of files and of hard links, but not what symbolic links lead to.
                  "--transform=s,^[.]/,root/,S",
                  "-c",
                  "-C",
                  tree.toString(),
                  ".",
                  "-C",
                  recipe.toString(),
                  DOCKERFILE)
              .withPipes();
      ManagedProcess process = session.start(tar);
      String id =
          build(
              engine.client().buildImageCmd(process.stdout()).withTags(Set.of(IMPORTED)),
              text -> {});
      Optional<ProcessExit> exit = process.waitFor(END_OF_TAR);
      if (exit.filter(ProcessExit::succeeded).isEmpty()) {
        throw new InfrastructureException(
            "tar did not read all of " + tree + ": " + process.tail());
      }
      progress.accept("base " + id);
      return IMPORTED;
    } catch (IOException e) {
      throw new InfrastructureException("the base cannot be made", e);
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
            .buildImageCmd(folder.resolve(DOCKERFILE).toFile())
            .withBaseDirectory(folder.toFile())
            .withBuildArg("BASE", base)
            .withNetworkMode("host")
            .withTags(Set.of(VirtmeImage.OWN));
    progress.accept("image " + build(command, log));
    return VirtmeImage.OWN;
  }

  private static String build(BuildImageCmd command, Consumer<String> log) {
    try {
      return command
          .withRemove(true)
          .withForcerm(true)
          .exec(
              new BuildImageResultCallback() {
                @Override
                public void onNext(BuildResponseItem item) {
                  super.onNext(item);
                  String said = item.getStream() == null ? "" : item.getStream().strip();
                  if (!said.isEmpty()) {
                    log.accept(said);
                  }
                }
              })
          .awaitImageId();
    } catch (DockerException | DockerClientException e) {
      throw new InfrastructureException("the image cannot be built: " + e.getMessage(), e);
    }
  }
}
