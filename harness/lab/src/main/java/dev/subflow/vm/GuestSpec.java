// SPDX-License-Identifier: Apache-2.0
package dev.subflow.vm;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.root.RootImage;
import dev.subflow.topology.HostSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Specification of a guest.
 *
 * @param host its place in the topology
 * @param kernel the kernel under test
 * @param root root image
 * @param programs image of guest programs
 * @param nicSockets sockets of the wires, in the order of the host's NICs
 * @param kernelArguments arguments for its kernel beside the harness's own
 * @param evidence existing folder for the console log and the machine's arguments
 * @param bootTimeout time from the start of the machine to the agent's first answer
 * @param coldBoot whether it must boot, and not continue from a template
 */
public record GuestSpec(
    HostSpec host,
    Kernel kernel,
    RootImage root,
    Optional<Path> programs,
    List<Path> nicSockets,
    List<String> kernelArguments,
    Path evidence,
    Duration bootTimeout,
    boolean coldBoot) {
  public GuestSpec {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(root, "root");
    Objects.requireNonNull(programs, "programs");
    nicSockets = List.copyOf(nicSockets);
    if (nicSockets.size() != host.nics().size()) {
      throw new IllegalArgumentException(
          host.name()
              + " has "
              + host.nics().size()
              + " NICs but "
              + nicSockets.size()
              + " sockets");
    }
    kernelArguments = List.copyOf(kernelArguments);
    Objects.requireNonNull(evidence, "evidence");
    Objects.requireNonNull(bootTimeout, "bootTimeout");
  }

  /** The guest's name. */
  public String name() {
    return host.name();
  }
}
