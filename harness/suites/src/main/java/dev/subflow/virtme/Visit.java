// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import com.github.dockerjava.api.command.ExecStartCmd;
import com.github.dockerjava.api.exception.DockerException;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A second process in a container that runs already. */
final class Visit {
  private final Engine engine;
  private final VirtmeRun run;

  Visit(Engine engine, VirtmeRun run) {
    this.engine = engine;
    this.run = run;
  }

  int go(
      Optional<InputStream> keys,
      Consumer<byte[]> output,
      Consumer<VirtmeRunner.Terminal> running) {
    String container =
        engine
            .runningWith(run.tree())
            .orElseThrow(
                () ->
                    new UsageException(
                        "no container runs with "
                            + run.tree().root()
                            + " now, so there is no VM for "
                            + run.mode().argument()));
    List<String> command = new ArrayList<>(List.of("/entrypoint.sh"));
    command.addAll(run.mode().command(run.arguments()));
    List<String> variables =
        run.inputs().variables().entrySet().stream().map(Object::toString).toList();
    try {
      String id =
          engine
              .client()
              .execCreateCmd(container)
              .withCmd(command.toArray(String[]::new))
              .withEnv(variables)
              .withAttachStdin(run.terminal())
              .withAttachStdout(true)
              .withAttachStderr(true)
              .withTty(run.terminal())
              .exec()
              .getId();
      ContainerStream stream = new ContainerStream(output);
      ExecStartCmd start =
          engine.client().execStartCmd(id).withDetach(false).withTty(run.terminal());
      keys.ifPresent(start::withStdIn);
      start.exec(stream);
      stream.awaitAttached();
      running.accept((columns, rows) -> resize(id, columns, rows));
      stream.awaitEnd();
      Long code = engine.client().inspectExecCmd(id).exec().getExitCodeLong();
      return code == null ? 1 : code.intValue();
    } catch (DockerException e) {
      throw new InfrastructureException(
          "the container " + container + " cannot be entered: " + e.getMessage(), e);
    }
  }

  private void resize(String id, int columns, int rows) {
    engine.client().resizeExecCmd(id).withSize(rows, columns).exec();
  }
}
