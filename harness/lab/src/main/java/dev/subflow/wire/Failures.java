// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures on one wire that were contained. For the loop only. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final String wire;
  private final List<WireFailure> failures = new ArrayList<>();

  Failures(String wire) {
    this.wire = wire;
  }

  void add(String part, Throwable cause) {
    LOG.error("wire {}: {} threw and is taken off; the wire goes on without it", wire, part, cause);
    failures.add(new WireFailure(wire, part, cause));
  }

  List<WireFailure> take() {
    List<WireFailure> taken = List.copyOf(failures);
    failures.clear();
    return taken;
  }
}
