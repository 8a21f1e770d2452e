// SPDX-License-Identifier: Apache-2.0
package dev.subflow.vm;

import dev.subflow.agent.CommandListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Brings fake guests up, as a test says. Thread-safe once told. */
public final class FakeVmFactory implements VmFactory {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final Map<String, Consumer<FakeVm>> traits = new LinkedHashMap<>();
  private final Map<String, RuntimeException> failures = new LinkedHashMap<>();
  private final Map<String, FakeVm> guests = new ConcurrentHashMap<>();
  private final Map<String, GuestSpec> specs = new ConcurrentHashMap<>();

  /** Says what a guest is like before it comes up. */
  public FakeVmFactory with(String guest, Consumer<FakeVm> trait) {
    traits.merge(guest, trait, Consumer::andThen);
    return this;
  }

  /** Keeps a guest from coming up. */
  public FakeVmFactory failing(String guest, RuntimeException why) {
    failures.put(guest, why);
    return this;
  }

  /** All that happened, in order. */
  public List<String> events() {
    return events;
  }

  /** The newest guest of that name. */
  public FakeVm guest(String name) {
    return Objects.requireNonNull(guests.get(name), name);
  }

  /** What it was made of. */
  public GuestSpec spec(String guest) {
    return Objects.requireNonNull(specs.get(guest), guest);
  }

  @Override
  public Vm start(GuestSpec spec, CommandListener listener) {
    specs.put(spec.name(), spec);
    RuntimeException failure = failures.get(spec.name());
    if (failure != null) {
      throw failure;
    }
    FakeVm guest = new FakeVm(spec.name(), listener, events);
    traits.getOrDefault(spec.name(), any -> {}).accept(guest);
    guests.put(spec.name(), guest);
    guest.note("started");
    return guest;
  }
}
