// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Something that goes wrong, and how a run that it befalls has to end.
 *
 * @param name for people and for the command line
 * @param end how such a run ends
 * @param script what brings it about in a guest, for sh, with {@code $module} for the module of
 *     faults; blank for what comes from outside
 * @param cause what the results or the output have to say of it; blank where a run need not notice
 * @param console whether the console of its guest says so too
 * @param lasts how long it takes in a guest
 * @param act what is done from outside
 * @param setting circumstances it runs in
 */
record Fault(
    String name,
    End end,
    String script,
    Pattern cause,
    boolean console,
    Duration lasts,
    Act act,
    Setting setting) {
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Duration OUTSIDE = Duration.ofSeconds(15);

  Fault {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(end, "end");
  }

  /** One that a script in a guest brings about. */
  static Fault inGuest(String name, End end, String script, String cause) {
    return new Fault(
        name, end, script, Pattern.compile(cause), false, SHORT, Act.NONE, Setting.USUAL);
  }

  /** One that comes from outside while a guest runs. */
  static Fault fromOutside(String name, End end, String cause, Act act) {
    return new Fault(name, end, "", Pattern.compile(cause), false, OUTSIDE, act, Setting.USUAL);
  }

  /** Circumstances that are bad from the start. */
  static Fault around(String name, End end, String cause, Setting setting) {
    return new Fault(name, end, "", Pattern.compile(cause), false, SHORT, Act.NONE, setting);
  }

  Fault lasting(Duration duration) {
    return new Fault(name, end, script, cause, console, duration, act, setting);
  }

  /** The kernel of the guest says so on its console. */
  Fault onTheConsole() {
    return new Fault(name, end, script, cause, true, lasts, act, setting);
  }

  /** The name as a file name. */
  String file() {
    return name.replace(' ', '-');
  }

  boolean needsModule() {
    return script.contains("$module");
  }

  /** Whether it befalls one guest and not the whole run. */
  boolean isOfAGuest() {
    return !script.isBlank() || name.startsWith("QEMU");
  }

  /** Whether a script brings it about. */
  boolean isInGuest() {
    return !script.isBlank();
  }

  @Override
  public String toString() {
    return name;
  }
}
