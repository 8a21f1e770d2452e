// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds out how a container ended. */
final class ContainerEnd {
  /** Between the end of its output and its own. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int SIGKILL = 128 + 9;
  private static final int SIGTERM = 128 + 15;

  private ContainerEnd() {}

  /**
   * The end of a container whose output has ended.
   *
   * @param failure what broke its output
   */
  static RunEnd of(Engine engine, String id, Optional<Throwable> failure) {
    try {
      engine
          .client()
          .waitContainerCmd(id)
          .exec(new WaitContainerResultCallback())
          .awaitStatusCode(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      ContainerState state = engine.client().inspectContainerCmd(id).exec().getState();
      return of(state.getExitCodeLong(), Boolean.TRUE.equals(state.getOOMKilled()));
    } catch (NotFoundException e) {
      return RunEnd.lost("somebody removed the container while it ran");
    } catch (DockerClientException e) {
      return RunEnd.lost(
          "the container runs on, but its output ended"
              + failure.map(f -> ": " + f.getMessage()).orElse(""));
    } catch (DockerException | IllegalStateException e) {
      return gone(engine, e);
    } catch (RuntimeException e) {
      // The transport wraps what the socket says.
      if (e.getCause() instanceof IOException) {
        return gone(engine, e);
      }
      throw e;
    }
  }

  private static RunEnd gone(Engine engine, RuntimeException e) {
    return RunEnd.lost("the docker engine at " + engine.host() + " went away: " + e.getMessage());
  }

  static RunEnd of(Long exitCode, boolean outOfMemory) {
    int code = exitCode == null ? -1 : exitCode.intValue();
    if (outOfMemory) {
      return RunEnd.lost("this machine had no memory left for the container");
    }
    if (code == SIGKILL || code == SIGTERM) {
      return RunEnd.lost("somebody killed the container");
    }
    return RunEnd.exited(code);
  }
}
