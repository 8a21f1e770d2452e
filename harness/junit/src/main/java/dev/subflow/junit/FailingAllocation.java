// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.lab.AllocationFailure;
import dev.subflow.lab.AllocationFaults;
import dev.subflow.lab.Lab;
import dev.subflow.report.FailedAllocation;
import dev.subflow.report.TestEvidence;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/** The allocation that fails during one test, and what is known of it afterwards. */
final class FailingAllocation {
  private final FailNth which;
  private Optional<AllocationFailure> failure = Optional.empty();

  private FailingAllocation(FailNth which) {
    this.which = which;
  }

  /**
   * Has it fail from now on.
   *
   * @throws TestAbortedException when the kernel of that host can't do it
   */
  static FailingAllocation in(Lab lab, FailNth which) {
    KernelUnderTest kernel = lab.kernelUnderTest(which.host());
    List<String> missing =
        AllocationFaults.OPTIONS.stream().filter(o -> kernel.option(o).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw new TestAbortedException(
          "kernel "
              + kernel.version()
              + " of "
              + which.host()
              + " lets no allocation fail: it has no "
              + missing.stream().map(o -> "CONFIG_" + o).collect(Collectors.joining(", ")));
    }
    lab.failAllocation(which.host(), which.nth());
    return new FailingAllocation(which);
  }

  /** Lets allocations succeed again, and asks what failed; a guest that is gone can't tell. */
  void end(Lab lab, TestEvidence evidence) {
    try {
      failure = lab.failedAllocation(which.host());
    } catch (GuestException e) {
      failure = Optional.empty();
    }
    failure.ifPresent(
        f -> evidence.text("allocation.txt", String.join("\n", f.report()).concat("\n")));
  }

  /**
   * Makes sure that the guest told whether the allocation failed: a test without one says nothing.
   *
   * @throws InfrastructureException when it did not
   */
  void requireKnown() {
    if (failure.isEmpty()) {
      throw new InfrastructureException(
          which.host()
              + " does not tell whether its allocation "
              + which.nth()
              + " failed: /sys/kernel/debug/failslab can't be read");
    }
  }

  /** The allocation as results have it; one that a dead guest can't tell of counts as reached. */
  FailedAllocation result() {
    return new FailedAllocation(
        which.host(),
        which.nth(),
        failure.map(AllocationFailure::reached).orElse(true),
        failure.flatMap(AllocationFailure::caller));
  }
}
