// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.failure.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Something to do with a kernel tree in the image. Immutable.
 *
 * @param tree what it is done with
 * @param mode what is done
 * @param arguments of the mode
 * @param inputs options of the image
 * @param hooks scripts that change what is done
 * @param privileges of the container
 * @param packetdrill checkout to take instead of the image's
 * @param home folder or volume that keeps root's home from one container to the next
 * @param terminal whether somebody types
 */
public record VirtmeRun(
    KernelTree tree,
    VirtmeMode mode,
    List<String> arguments,
    VirtmeInputs inputs,
    Hooks hooks,
    Privileges privileges,
    Optional<Path> packetdrill,
    Optional<String> home,
    boolean terminal) {
  public VirtmeRun {
    Objects.requireNonNull(tree, "tree");
    Objects.requireNonNull(mode, "mode");
    arguments = List.copyOf(arguments);
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(hooks, "hooks");
    Objects.requireNonNull(privileges, "privileges");
    Objects.requireNonNull(packetdrill, "packetdrill");
    Objects.requireNonNull(home, "home");
    var unused = mode.command(arguments);
    if (packetdrill.isPresent() && !Files.isDirectory(packetdrill.get().resolve("gtests/net"))) {
      throw new UsageException(
          packetdrill.get() + " is no checkout of packetdrill: it has no gtests/net");
    }
    if (home.filter(h -> h.contains(":") || h.isBlank()).isPresent()) {
      throw new UsageException("\"" + home.get() + "\" is neither a folder nor a volume's name");
    }
  }

  /**
   * A mode with options of the image, of a script that nobody watches, with the fewest privileges.
   *
   * @throws UsageException if the folder holds no kernel tree that the image would take
   */
  public static VirtmeRun of(Path folder, VirtmeMode mode, VirtmeInputs inputs) {
    KernelTree tree = KernelTree.at(folder, inputs.get(VirtmeInput.SELFTESTS_DIR));
    return of(tree, mode, false).withInputs(inputs);
  }

  /** Whether two runs work in one tree. */
  public boolean sharesTreeWith(VirtmeRun other) {
    return tree.equals(other.tree);
  }

  /** A mode without anything else, of a script that nobody watches, with the fewest privileges. */
  static VirtmeRun of(KernelTree tree, VirtmeMode mode, boolean kvm) {
    return new VirtmeRun(
        tree,
        mode,
        List.of(),
        VirtmeInputs.none(),
        Hooks.none(),
        Privileges.fewest(kvm),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  VirtmeRun withMode(VirtmeMode other) {
    return new VirtmeRun(
        tree, other, arguments, inputs, hooks, privileges, packetdrill, home, terminal);
  }

  public VirtmeRun withArguments(List<String> words) {
    return new VirtmeRun(tree, mode, words, inputs, hooks, privileges, packetdrill, home, terminal);
  }

  public VirtmeRun withInputs(VirtmeInputs values) {
    return new VirtmeRun(
        tree, mode, arguments, values, hooks, privileges, packetdrill, home, terminal);
  }

  public VirtmeRun withHooks(Hooks scripts) {
    return new VirtmeRun(
        tree, mode, arguments, inputs, scripts, privileges, packetdrill, home, terminal);
  }

  /** With all privileges that a container can have. */
  public VirtmeRun withAllPrivileges() {
    return withPrivileges(Privileges.all());
  }

  /** With the few privileges that the image needs, and {@code /dev/kvm}. */
  public VirtmeRun withKvm() {
    return withPrivileges(Privileges.fewest(true));
  }

  VirtmeRun withPrivileges(Privileges given) {
    return new VirtmeRun(tree, mode, arguments, inputs, hooks, given, packetdrill, home, terminal);
  }

  public VirtmeRun withPacketdrill(Path checkout) {
    return new VirtmeRun(
        tree,
        mode,
        arguments,
        inputs,
        hooks,
        privileges,
        Optional.of(checkout.toAbsolutePath().normalize()),
        home,
        terminal);
  }

  public VirtmeRun withHome(String folderOrVolume) {
    return new VirtmeRun(
        tree,
        mode,
        arguments,
        inputs,
        hooks,
        privileges,
        packetdrill,
        Optional.of(folderOrVolume),
        terminal);
  }

  public VirtmeRun withTerminal(boolean typed) {
    return new VirtmeRun(
        tree, mode, arguments, inputs, hooks, privileges, packetdrill, home, typed);
  }

  /** Whether it leaves results of tests. */
  public boolean leavesResults() {
    return mode.kind() == VirtmeMode.Kind.TESTS;
  }
}
