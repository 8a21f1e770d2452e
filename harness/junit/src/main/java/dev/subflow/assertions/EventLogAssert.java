// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.mptcp.EventLog;
import dev.subflow.mptcp.MptcpEvent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assertions on the events of a host. */
public final class EventLogAssert extends ModelAssert<EventLogAssert, EventLog> {
  EventLogAssert(@Nullable EventLog actual) {
    super(actual, EventLogAssert.class);
  }

  @Override
  String raw() {
    return model().raw();
  }

  /** Events of these kinds came in this order; others may stand between them. */
  public EventLogAssert containsInOrder(MptcpEvent.Type... wanted) {
    int next = 0;
    for (MptcpEvent event : model().events()) {
      if (next < wanted.length && event.type() == wanted[next]) {
        next++;
      }
    }
    List<MptcpEvent.Type> all = Arrays.asList(wanted);
    checkNothing(
        "expected events " + all + " in this order", all.subList(next, all.size()), List.of());
    return this;
  }

  /** There are this many events of a kind. */
  public EventLogAssert has(MptcpEvent.Type type, int count) {
    checkUnderstood(model().unrecognised());
    List<MptcpEvent> found = model().of(type);
    if (found.size() != count) {
      throw failure(
          "expected "
              + count
              + " events "
              + type
              + " but found "
              + found.size()
              + list("found", found));
    }
    return this;
  }
}
