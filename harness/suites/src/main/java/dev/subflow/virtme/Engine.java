// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Version;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;

/**
 * A docker engine: the one that {@code DOCKER_HOST} names, else the one that Testcontainers finds.
 * Thread-safe.
 *
 * <p>Testcontainers' own reaper is not used: its image can't be pulled everywhere. Every container
 * made here carries the name of the process that it belongs to, see {@link #sweep}.
 */
final class Engine {
  /** Label of all containers made here. */
  static final String LABEL = "dev.subflow.virtme";

  static final String OWNER_LABEL = "dev.subflow.owner";
  static final String TREE_LABEL = "dev.subflow.tree";

  private static final Logger log = LoggerFactory.getLogger(Engine.class);

  private final DockerClient client;
  private final String host;

  private Engine(DockerClient client, String host) {
    this.client = client;
    this.host = host;
  }

  /**
   * The engine of this machine, which answers.
   *
   * @throws UsageException if there is none; the message says what to do
   */
  public static Engine find() {
    List<DockerClientProviderStrategy> known = new ArrayList<>();
    ServiceLoader.load(DockerClientProviderStrategy.class).forEach(known::add);
    try {
      DockerClientProviderStrategy strategy =
          DockerClientProviderStrategy.getFirstValidStrategy(known);
      return new Engine(
          strategy.getDockerClient(), strategy.getTransportConfig().getDockerHost().toString());
    } catch (IllegalStateException e) {
      String named = System.getenv("DOCKER_HOST");
      throw new UsageException(
          named == null
              ? "no docker engine answers. Install one (apt-get install docker.io) and let this"
                  + " user speak to it (group docker), or name another with DOCKER_HOST."
              : "no docker engine answers at " + named + ", which DOCKER_HOST names.",
          e);
    }
  }

  DockerClient client() {
    return client;
  }

  /** Where it is, such as {@code unix:///var/run/docker.sock}. */
  public String host() {
    return host;
  }

  /** Its version, for results. */
  public String version() {
    Version version = client.versionCmd().exec();
    return String.valueOf(version.getVersion());
  }

  /**
   * Removes containers of processes of this machine that are gone, with their volumes.
   *
   * @return how many
   */
  public int sweep() {
    int removed = 0;
    for (Container container : ours()) {
      boolean gone = ownerOf(container).filter(Owner::isGone).isPresent();
      if (gone) {
        log.info("removing the container {}, left by a process that is gone", container.getId());
        remove(container.getId());
        removed++;
      }
    }
    return removed;
  }

  private List<Container> ours() {
    return client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(LABEL, "true"))
        .exec();
  }

  private static Optional<Owner> ownerOf(Container container) {
    return Optional.ofNullable(container.getLabels().get(OWNER_LABEL)).flatMap(Owner::parse);
  }

  /** The container in which something runs with a kernel tree now, the newest one. */
  Optional<String> runningWith(KernelTree tree) {
    return client
        .listContainersCmd()
        .withLabelFilter(Map.of(LABEL, "true", TREE_LABEL, tree.root().toString()))
        .exec()
        .stream()
        .max((a, b) -> Long.compare(created(a), created(b)))
        .map(Container::getId);
  }

  private static long created(Container container) {
    return Objects.requireNonNullElse(container.getCreated(), 0L);
  }

  /**
   * Ends a container and removes it with its volumes; one that is gone already is fine.
   *
   * @throws InfrastructureException if the engine does not do it
   */
  void remove(String id) {
    try {
      client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException e) {
      log.debug("the container {} is gone already", id);
    } catch (ConflictException e) {
      log.debug("the container {} is being removed already", id);
    } catch (RuntimeException e) {
      // The client wraps what the socket says into whatever is at hand.
      throw new InfrastructureException(
          "the container " + id + " could not be removed; the next run tries again", e);
    }
  }
}
