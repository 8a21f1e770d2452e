// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.guest.CommandResult;
import dev.subflow.mptcp.Endpoint;
import dev.subflow.mptcp.EndpointFlag;
import dev.subflow.mptcp.EndpointTable;
import dev.subflow.packet.mptcp.IpText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Follows the commands of one host, in the order in which they began. */
final class IntentReader {
  private final List<Wanted> endpoints = new ArrayList<>();
  private final List<Intent.Removal> removals = new ArrayList<>();
  private final List<Intent.Limit> subflows = new ArrayList<>();
  private final List<Intent.Limit> accepted = new ArrayList<>();
  private final List<Span> closings = new ArrayList<>();
  private final List<Span> reroutings = new ArrayList<>();
  private final List<Shown> shown = new ArrayList<>();
  private Optional<String> unknown = Optional.empty();
  private Instant unknownFrom = Instant.MAX;
  private Optional<Given> last = Optional.empty();

  /** An endpoint that was there in some moment of a time. */
  private record Shown(Endpoint endpoint, Span span) {
    boolean isOf(Wanted wanted) {
      return wanted.isOf(IpText.parse(endpoint.address()), endpoint.port())
          && wanted.isOfTime(span);
    }
  }

  private void isUnknown(Instant from, String why) {
    if (from.isBefore(unknownFrom)) {
      unknown = Optional.of(why);
      unknownFrom = from;
    }
  }

  /** Takes a setting that the kernel had from the begin. */
  void setting(String name, String value) {
    if (!Steps.isHarmless(name, value)) {
      isUnknown(Instant.MIN, "it has " + name + "=" + value);
    }
  }

  /** Takes the next command. */
  void take(Given given) {
    List<Step> steps = Steps.of(given.command());
    for (Step step : steps) {
      if (step instanceof Step.Anything anything) {
        isUnknown(given.began(), anything.why());
      }
    }
    if (!given.isSuccess()
        && !Step.areHarmless(steps)
        && !(given.isRefused() && steps.size() == 1)) {
      isUnknown(given.began(), "nobody knows what " + given + " did");
    }
    if (given.isSuccess() && unknown.isEmpty()) {
      steps.forEach(step -> take(step, given));
    }
  }

  private void take(Step step, Given given) {
    Span span = given.span();
    if (step instanceof Step.Show) {
      given.result().ifPresent(result -> show(result, span));
      return;
    } else if (step instanceof Step.Nothing) {
      return;
    } else if (step instanceof Step.Rerouting) {
      reroutings.add(span);
      return;
    }
    if (last.filter(before -> !before.equals(given) && before.ended().isAfter(span.began()))
        .isPresent()) {
      isUnknown(Instant.MIN, given + " ran beside another command for the path manager");
    }
    last = Optional.of(given);
    if (step instanceof Step.Add add) {
      endpoints.add(new Wanted(add.spec(), add.address(), span));
    } else if (step instanceof Step.Delete delete) {
      delete(delete.id(), span);
    } else if (step instanceof Step.Change change) {
      closings.add(span);
      changed(change).forEach(wanted -> wanted.change(span, sure(change, wanted)));
    } else if (step instanceof Step.Flush) {
      remove(span, OptionalInt.empty(), present());
      present().forEach(wanted -> wanted.delete(span));
    } else if (step instanceof Step.Limit limit) {
      limit.subflows().ifPresent(value -> subflows.add(new Intent.Limit(span, value)));
      limit.accepted().ifPresent(value -> accepted.add(new Intent.Limit(span, value)));
    }
  }

  private List<Wanted> present() {
    return endpoints.stream().filter(wanted -> !wanted.isDeleted()).toList();
  }

  /** The endpoints that an ID may mean: one, or all whose IDs only the kernel knows. */
  private List<Wanted> meant(int id) {
    List<Wanted> named = present().stream().filter(wanted -> wanted.has(id)).toList();
    return named.isEmpty()
        ? present().stream().filter(wanted -> wanted.id().isEmpty()).toList()
        : named;
  }

  private void delete(int id, Span span) {
    List<Wanted> meant = id == 0 ? List.of() : meant(id);
    remove(span, OptionalInt.of(id), meant);
    for (Wanted wanted : meant) {
      if (wanted.has(id)) {
        wanted.delete(span);
      } else {
        wanted.doubt(span);
      }
    }
  }

  private void remove(Span span, OptionalInt id, List<Wanted> of) {
    removals.add(new Intent.Removal(span, id, of));
    closings.add(span);
  }

  private List<Wanted> changed(Step.Change change) {
    if (change.id().isPresent()) {
      return meant(change.id().getAsInt());
    }
    return present().stream()
        .filter(wanted -> change.address().filter(wanted::isOf).isPresent())
        .toList();
  }

  private static Optional<Boolean> sure(Step.Change change, Wanted wanted) {
    boolean named = change.id().isEmpty() || wanted.has(change.id().getAsInt());
    return named ? change.backup() : Optional.empty();
  }

  private void show(CommandResult result, Span span) {
    for (Endpoint endpoint : EndpointTable.parse(result.stdout()).endpoints()) {
      if (!endpoint.flags().contains(EndpointFlag.IMPLICIT)) {
        Shown one = new Shown(endpoint, span);
        shown.add(one);
        List<Wanted> of = endpoints.stream().filter(one::isOf).toList();
        if (of.size() == 1 && of.get(0).id().isEmpty()) {
          of.get(0).learn(endpoint.id());
        }
      }
    }
  }

  /** Takes note that there are no more commands. */
  void end() {
    for (Shown one : shown) {
      if (endpoints.stream().noneMatch(one::isOf)) {
        isUnknown(Instant.MIN, "somebody else added the endpoint " + one.endpoint());
      }
    }
  }

  Optional<String> unknown() {
    return unknown;
  }

  Instant unknownFrom() {
    return unknownFrom;
  }

  List<Wanted> endpoints() {
    return endpoints;
  }

  List<Intent.Removal> removals() {
    return removals;
  }

  List<Intent.Limit> subflows() {
    return subflows;
  }

  List<Intent.Limit> accepted() {
    return accepted;
  }

  List<Span> closings() {
    return closings;
  }

  List<Span> reroutings() {
    return reroutings;
  }
}
