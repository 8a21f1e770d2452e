// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import com.github.dockerjava.api.command.AttachContainerCmd;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.subflow.failure.InfrastructureException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/**
 * A container of the image with a kernel tree in it; it starts, runs to its end, and is removed
 * when it is stopped.
 *
 * <p>It starts itself where Testcontainers would first start helpers, whose images can't be pulled
 * everywhere. Whatever follows, such as running commands in it, is Testcontainers' own.
 */
final class VirtmeContainer extends GenericContainer<VirtmeContainer> {
  private final Engine engine;
  private final String image;
  private final ContainerPlan plan;
  private final Map<String, String> owned = new HashMap<>();
  private final ContainerStream stream;
  private Optional<InputStream> keys = Optional.empty();
  private Consumer<String> created = name -> {};
  private volatile @Nullable String id;

  /**
   * A container that is not there yet.
   *
   * @param image its name; it is in the engine
   * @param output hears what it prints
   */
  VirtmeContainer(Engine engine, String image, ContainerPlan plan, Consumer<byte[]> output) {
    super(new RemoteDockerImage(DockerImageName.parse(image)).withImagePullPolicy(name -> false));
    this.engine = engine;
    this.image = image;
    this.plan = plan;
    this.stream = new ContainerStream(output);
    this.dockerClient = engine.client();
    owned.put(Engine.LABEL, "true");
    owned.put(Engine.OWNER_LABEL, Owner.self().name());
    owned.put(Engine.TREE_LABEL, plan.workingDirectory());
  }

  /** Passes keys on, to one with a terminal. */
  VirtmeContainer typing(InputStream input) {
    keys = Optional.of(input);
    return this;
  }

  /** Tells of the engine's name of it before it runs. */
  VirtmeContainer whenCreated(Consumer<String> listener) {
    created = listener;
    return this;
  }

  @Override
  protected void doStart() {
    if (id != null) {
      return;
    }
    try {
      String fresh = create();
      id = fresh;
      created.accept(fresh);
      attach(fresh);
      engine.client().startContainerCmd(fresh).exec();
    } catch (DockerException e) {
      throw refused(e);
    }
  }

  private String create() {
    CreateContainerCmd command =
        engine
            .client()
            .createContainerCmd(image)
            .withCmd(plan.command())
            .withEnv(plan.environment().entrySet().stream().map(Object::toString).toList())
            .withWorkingDir(plan.workingDirectory())
            .withLabels(owned)
            .withTty(plan.terminal())
            .withStdinOpen(plan.terminal())
            .withAttachStdin(plan.terminal())
            .withStdInOnce(plan.terminal())
            .withAttachStdout(true)
            .withAttachStderr(true)
            .withHostConfig(hostConfig());
    return command.exec().getId();
  }

  private HostConfig hostConfig() {
    Privileges privileges = plan.privileges();
    return HostConfig.newHostConfig()
        .withBinds(plan.mounts().stream().map(VirtmeContainer::bind).toList())
        .withPrivileged(privileges.everything())
        .withCapAdd(
            privileges.capabilities().stream().map(Capability::valueOf).toArray(Capability[]::new))
        .withDevices(privileges.devices().stream().map(VirtmeContainer::device).toList());
  }

  private static Bind bind(Mount mount) {
    return new Bind(
        mount.source(),
        new Volume(mount.target()),
        mount.writable() ? AccessMode.rw : AccessMode.ro);
  }

  private static Device device(Path path) {
    return new Device("rwm", path.toString(), path.toString());
  }

  private void attach(String fresh) {
    AttachContainerCmd command =
        engine
            .client()
            .attachContainerCmd(fresh)
            .withStdOut(true)
            .withStdErr(true)
            .withFollowStream(true);
    keys.ifPresent(command::withStdIn);
    command.exec(stream);
    stream.awaitAttached();
  }

  private InfrastructureException refused(DockerException e) {
    String reason = String.valueOf(e.getMessage()).strip();
    boolean caps =
        plan.privileges().everything()
            && (reason.contains("apply caps") || reason.contains("operation not permitted"));
    return new InfrastructureException(
        "the docker engine does not start the container: "
            + reason
            + (caps
                ? "\nIt may not give a container all privileges itself; leave --privileged out,"
                    + " and the container gets the few that it needs."
                : ""),
        e);
  }

  /** Tells it of the terminal's size. */
  void resize(int columns, int rows) {
    String running = Objects.requireNonNull(id, "not started");
    try {
      engine.client().resizeContainerCmd(running).withSize(rows, columns).exec();
    } catch (DockerException e) {
      // It ended in the meantime.
      logger().debug("no new size: {}", e.toString());
    }
  }

  /** Whether it prints something yet, or may still do so. */
  boolean isAttached() {
    return stream.isOpen();
  }

  /** Waits until it has ended by itself, or can't be watched any more. */
  RunEnd await() {
    stream.awaitEnd();
    String ended = id;
    return ended == null
        ? RunEnd.lost("this run was ended")
        : ContainerEnd.of(engine, ended, stream.failure());
  }

  /** The engine's name of it; null before it starts and after it was stopped, as in every other. */
  @Override
  public @Nullable String getContainerId() {
    return id;
  }

  @Override
  public @Nullable InspectContainerResponse getContainerInfo() {
    return id == null ? null : engine.client().inspectContainerCmd(id).exec();
  }

  @Override
  public void stop() {
    String running = id;
    if (running == null) {
      return;
    }
    id = null;
    try {
      engine.remove(running);
    } finally {
      stream.shut();
    }
  }

  /** Command that makes such a container by hand. */
  List<String> dockerRun() {
    return plan.dockerRun(image);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
