// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.observe.ApprovedBehaviour;
import dev.subflow.observe.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Behaviour that was approved for a test, among the resources of its class, and where it was found.
 *
 * @param place below the resources
 * @param test its name
 * @param behaviour what was approved
 */
record Approvals(String place, String test, ApprovedBehaviour behaviour) {
  private static final int SHOWN = 12;

  Approvals {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(test, "test");
    Objects.requireNonNull(behaviour, "behaviour");
  }

  /**
   * Looks for it.
   *
   * @param kernels those of the hosts; none is approved for kernels of several releases at once
   * @throws InfrastructureException when it is there and can't be read
   */
  static Optional<Approvals> of(Class<?> type, String test, Collection<KernelUnderTest> kernels) {
    Set<String> releases =
        kernels.stream().map(KernelUnderTest::release).collect(Collectors.toSet());
    if (releases.size() != 1) {
      return Optional.empty();
    }
    return kernels
        .iterator()
        .next()
        .line()
        .flatMap(line -> ApprovedBehaviour.place(line, test))
        .flatMap(place -> read(type, place).map(read -> new Approvals(place, test, read)));
  }

  private static Optional<ApprovedBehaviour> read(Class<?> type, String place) {
    URL found = type.getClassLoader().getResource(place);
    if (found == null) {
      return Optional.empty();
    }
    String next = " can't be read; approve that behaviour again, or remove the file";
    try (InputStream in = found.openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Optional.of(
          ApprovedBehaviour.parse(text)
              .orElseThrow(() -> new InfrastructureException(found + next)));
    } catch (IOException e) {
      throw new InfrastructureException(found + next, e);
    }
  }

  /** What is to be said of a run that saw something else; empty where it did not. */
  Optional<String> complaint(Observation seen) {
    List<String> differences = behaviour.differences(seen);
    if (differences.isEmpty()) {
      return Optional.empty();
    }
    String more =
        differences.size() > SHOWN ? "\n  and " + (differences.size() - SHOWN) + " more" : "";
    return Optional.of(
        "behaves unlike what was approved in "
            + place
            + ":\n  "
            + differences.stream().limit(SHOWN).collect(Collectors.joining("\n  "))
            + more
            + "\nWhere the new behaviour is right: ./subflow approve "
            + test
            + " --kernel K; to pass over what is approved: --ignore-approved,"
            + " with Maven -Dsubflow.approved=false");
  }
}
