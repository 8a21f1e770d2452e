// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import dev.subflow.failure.InfrastructureException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gets images into an engine. */
final class Images {
  private final Engine engine;
  private final Consumer<String> progress;

  /**
   * Images of an engine.
   *
   * @param progress told what goes on
   */
  Images(Engine engine, Consumer<String> progress) {
    this.engine = engine;
    this.progress = progress;
  }

  /**
   * The first of an image's names that is there, or can be fetched.
   *
   * @throws InfrastructureException if none can; the message has the reason for each
   */
  String get(VirtmeImage image) {
    if (image.pull() != VirtmeImage.Pull.ALWAYS) {
      for (String name : image.names()) {
        if (isHere(name)) {
          return name;
        }
      }
    }
    List<String> reasons = new ArrayList<>();
    if (image.pull() != VirtmeImage.Pull.NEVER) {
      for (String name : image.names()) {
        try {
          pull(name);
          return name;
        } catch (DockerException e) {
          reasons.add(name + ": " + firstLine(e));
        }
      }
    }
    throw missing(image, reasons);
  }

  /** Whether an image is in the engine. */
  boolean isHere(String name) {
    try {
      engine.client().inspectImageCmd(name).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private void pull(String name) {
    progress.accept("fetching the image " + name);
    try {
      engine
          .client()
          .pullImageCmd(name)
          .exec(
              new PullImageResultCallback() {
                @Override
                public void onNext(PullResponseItem item) {
                  super.onNext(item);
                  if (item.getStatus() != null && item.getId() != null) {
                    progress.accept(
                        "fetching the image "
                            + name
                            + ": "
                            + item.getStatus()
                            + " "
                            + item.getId());
                  }
                }
              })
          .awaitCompletion();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfrastructureException("interrupted while fetching the image " + name, e);
    }
  }

  private InfrastructureException missing(VirtmeImage image, List<String> reasons) {
    String why =
        reasons.isEmpty()
            ? "the image "
                + String.join(", ", image.names())
                + " is not in the engine, and was not to be fetched"
            : "the image cannot be fetched:\n  " + String.join("\n  ", reasons);
    String advice =
        isHere(VirtmeImage.OWN)
            ? "There is " + VirtmeImage.OWN + ", built here: take it with --image."
            : "subflow virtme build-image makes one here, " + VirtmeImage.OWN + ", for --image.";
    return new InfrastructureException(why + "\n" + advice);
  }

  private static String firstLine(DockerException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }
}
