// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Examines this machine; changes nothing. */
public final class Doctor {
  private final Tools tools;
  private final Path cache;

  /**
   * @param cache the cache directory, which need not exist yet
   */
  public Doctor(Tools tools, Path cache) {
    this.tools = tools;
    this.cache = cache;
  }

  /**
   * Examines tools and machine in about a second.
   *
   * @param kvm answer of an earlier probe, if there was one
   * @param network whether to ask the package mirror too, which may take some seconds
   */
  public Diagnosis examine(Optional<KvmProbe> kvm, boolean network) {
    // In parallel: each is a process that is asked for its version.
    List<Check> checks =
        new ArrayList<>(
            List.of(Tool.values()).parallelStream()
                .filter(tools::couldUse)
                .map(this::check)
                .toList());
    checks.add(MachineChecks.kvm(kvm));
    tools.look(Tool.QEMU).map(qemu -> QemuUser.check(tools, qemu.path())).ifPresent(checks::add);
    checks.add(MachineChecks.cores());
    checks.add(MachineChecks.memory());
    checks.add(MachineChecks.disk("cache disk", cache, 4));
    checks.add(MachineChecks.disk("temporary disk", Path.of("/tmp"), 1));
    checks.add(MachineChecks.cache(cache, tools.forImages()));
    checks.add(UserNamespaceCheck.run(tools));
    checks.add(MachineChecks.java());
    checks.add(MachineChecks.installation(tools));
    if (network) {
      checks.add(PackageNetwork.check());
    }
    return new Diagnosis(checks, tools.line(unsatisfied()));
  }

  private Check check(Tool tool) {
    boolean required = tools.requires(tool);
    Optional<FoundTool> found = tools.look(tool);
    if (found.isEmpty()) {
      return new Check(
          tool.executable(),
          Check.Status.MISSING,
          required,
          tool.purpose(),
          Optional.of(tools.advice(tool)));
    }
    if (found.get().isTooOld()) {
      return new Check(
          tool.executable(),
          Check.Status.TOO_OLD,
          required,
          found.get().describe() + ", needed " + tool.minimum().map(Version::toString).orElse(""),
          Optional.of(tools.advice(tool)));
    }
    return new Check(
        tool.executable(), Check.Status.OK, required, found.get().describe(), Optional.empty());
  }

  /** Tools worth installing: the required ones, and those that widen what can be done. */
  private List<Tool> unsatisfied() {
    List<Tool> all = new ArrayList<>(tools.unmet());
    for (Tool tool : Tool.values()) {
      if (tools.couldUse(tool) && !all.contains(tool) && tools.look(tool).isEmpty()) {
        all.add(tool);
      }
    }
    return all;
  }
}
