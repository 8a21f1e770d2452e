// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.mptcp.Endpoint;
import dev.subflow.mptcp.EndpointSpec;
import dev.subflow.mptcp.EndpointTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assertions on the endpoints of a host; ids that a specification leaves open match any. */
public final class EndpointTableAssert extends ModelAssert<EndpointTableAssert, EndpointTable> {
  EndpointTableAssert(@Nullable EndpointTable actual) {
    super(actual, EndpointTableAssert.class);
  }

  @Override
  String raw() {
    return model().raw();
  }

  /** There are these endpoints and no other, in any order. */
  public EndpointTableAssert containsExactly(EndpointSpec... wanted) {
    checkUnderstood(model().unrecognised());
    List<Endpoint> unexpected = new ArrayList<>(model().endpoints());
    List<EndpointSpec> missing = take(wanted, unexpected);
    checkNothing("expected exactly " + wanted.length + " endpoints", missing, unexpected);
    return this;
  }

  /** There are these endpoints, and maybe others. */
  public EndpointTableAssert contains(EndpointSpec... wanted) {
    List<EndpointSpec> missing = take(wanted, new ArrayList<>(model().endpoints()));
    checkNothing("expected more endpoints", missing, List.of());
    return this;
  }

  /** There is no endpoint on an address. */
  public EndpointTableAssert hasNoneOn(String address) {
    checkUnderstood(model().unrecognised());
    checkNothing("expected no endpoint on " + address, List.of(), model().on(address));
    return this;
  }

  /** There is no endpoint with an id. */
  public EndpointTableAssert hasNoId(int id) {
    checkUnderstood(model().unrecognised());
    checkNothing(
        "expected no endpoint with id " + id, List.of(), model().byId(id).stream().toList());
    return this;
  }

  /** There are no endpoints. */
  public EndpointTableAssert isEmpty() {
    return containsExactly();
  }

  /** Takes what is wanted out of a list and returns what was not in it. */
  private static List<EndpointSpec> take(EndpointSpec[] wanted, List<Endpoint> from) {
    List<EndpointSpec> missing = new ArrayList<>();
    for (EndpointSpec spec : wanted) {
      Endpoint found = from.stream().filter(e -> e.matches(spec)).findFirst().orElse(null);
      if (found == null) {
        missing.add(spec);
      } else {
        from.remove(found);
      }
    }
    return missing;
  }
}
