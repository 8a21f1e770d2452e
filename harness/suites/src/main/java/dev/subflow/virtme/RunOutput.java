// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.failure.Splat;
import dev.subflow.failure.SplatWatch;
import dev.subflow.kselftest.PrintedResults;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hears what a container prints, line by line, and knows how far it is. Thread-safe. */
public final class RunOutput {
  private static final int LAST_WORDS = 30;
  private static final int ERRORS_KEPT = 20;
  private static final int LINE_LENGTH = 4000;
  // \e[1;34m, and the \r of a terminal
  private static final Pattern CONTROL = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]|\r");
  // Selftest Test: ./mptcp_join.sh -f     KUnit Test: token     Packetdrill Test: dss
  private static final Pattern TEST =
      Pattern.compile("^(Selftest|KUnit|Packetdrill|BPF) Test: (?:\\./)?(\\S+)(.*)$");
  // [    0.000000] Linux version 7.3.4 (root@host) (gcc ...
  private static final Pattern VERSION = Pattern.compile("Linux version (\\S+) \\(");
  // net/mptcp/protocol.c:12:3: error: expected ';'     make[3]: *** [x.o] Error 1
  private static final Pattern ERROR =
      Pattern.compile("\\berror: |^make(\\[\\d+\\])?: \\*\\*\\* |\\bundefined reference to ");
  // Timeout: Getting more info
  private static final Pattern OUT_OF_TIME = Pattern.compile("^Timeout: ");
  // Timeout virtme-ng-init: stopping     Timeout console: stopping (60)
  private static final Pattern NOT_BOOTED =
      Pattern.compile("^Timeout (virtme-ng-init|console|VSOCK)");
  private static final String UNEXPECTED_STOP = "Unexpected stop of the VM";

  private final Observer observer;
  private final SplatWatch splats = new SplatWatch();
  private final List<Pin> pins = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final Deque<String> last = new ArrayDeque<>();
  private Optional<Phase> phase = Optional.empty();
  private Optional<String> script = Optional.empty();
  private Optional<String> subtest = Optional.empty();
  private Optional<String> kernel = Optional.empty();
  private Optional<String> accelerator = Optional.empty();
  private boolean tracesCalls;
  private boolean outOfTime;
  private boolean stopped;
  private boolean notBooted;

  /** Hears what begins; must be quick. */
  public interface Observer {
    /** One that does not care. */
    Observer NONE = new Observer() {};

    /** A step of the image's script begins. */
    default void phase(Phase phase) {}

    /** A program of tests begins. */
    default void script(String name) {}

    /** A subtest begins. */
    default void subtest(String script, String title) {}

    /** The kernel in the VM says something that no healthy kernel says. */
    default void splat(String line) {}
  }

  /**
   * Script that ran when a splat came.
   *
   * @param splat its number, from 0
   */
  record Pin(int splat, Optional<String> script, Optional<String> subtest) {}

  public RunOutput(Observer observer) {
    this.observer = observer;
  }

  /** Takes the next line. */
  public synchronized void line(String raw) {
    String bounded = raw.length() > LINE_LENGTH ? raw.substring(0, LINE_LENGTH) : raw;
    String line = CONTROL.matcher(bounded).replaceAll("");
    last.addLast(line);
    if (last.size() > LAST_WORDS) {
      last.removeFirst();
    }
    String printed = SplatWatch.program(line);
    if (!printed.isEmpty()) {
      Optional<Phase> begins = Phase.of(printed);
      begins.ifPresent(this::begin);
      if (begins.isEmpty()) {
        other(printed);
      }
    }
    // At its end the image prints the console around each trace again; the watch knows those.
    if (splats.line(line).isPresent()) {
      pins.add(new Pin(pins.size(), script, subtest));
      observer.splat(SplatWatch.printk(line).orElse(line));
    }
    if (SplatWatch.printk(line).isPresent()) {
      Matcher version = VERSION.matcher(line);
      if (kernel.isEmpty() && version.find()) {
        kernel = Optional.of(version.group(1));
      }
      tracesCalls |= line.contains("Call Trace:");
    }
  }

  private void begin(Phase begins) {
    phase = Optional.of(begins);
    script = Optional.empty();
    subtest = Optional.empty();
    errors.clear();
    observer.phase(begins);
  }

  private void other(String line) {
    Matcher test = TEST.matcher(line);
    if (test.matches()) {
      script = Optional.of(scriptOf(test.group(1), test.group(2)));
      subtest = Optional.empty();
      observer.script(script.get());
      return;
    }
    Optional<String> title =
        line.startsWith("# ") ? PrintedResults.title(line.substring(2)) : Optional.empty();
    if (title.isPresent() && script.isPresent()) {
      subtest = title;
      observer.subtest(script.get(), title.get());
    }
    if (ERROR.matcher(line).find() && errors.size() < ERRORS_KEPT) {
      errors.add(line);
    }
    if (line.contains("qemu-system") && accelerator.isEmpty()) {
      accelerator = acceleratorOf(line);
    }
    outOfTime |= OUT_OF_TIME.matcher(line).find();
    notBooted |= NOT_BOOTED.matcher(line).find();
    stopped |= line.startsWith(UNEXPECTED_STOP);
  }

  private static String scriptOf(String kind, String name) {
    return switch (kind) {
      case "KUnit" -> "kunit_" + name;
      case "Packetdrill" -> "packetdrill_" + name;
      case "BPF" -> "bpftest_" + name;
      default -> name;
    };
  }

  private static Optional<String> acceleratorOf(String commandLine) {
    if (commandLine.contains("accel=kvm")
        || commandLine.contains("-enable-kvm")
        || commandLine.contains("-accel kvm")) {
      return Optional.of("kvm");
    }
    return commandLine.contains("tcg") || commandLine.contains("-machine")
        ? Optional.of("tcg")
        : Optional.empty();
  }

  /** The step that goes on, or went on last. */
  public synchronized Optional<Phase> phase() {
    return phase;
  }

  /** The version of the kernel in the VM. */
  public synchronized Optional<String> kernel() {
    return kernel;
  }

  /** Accelerator of the VM: kvm or tcg. */
  public synchronized Optional<String> accelerator() {
    return accelerator;
  }

  /** Splats of the kernel. */
  public synchronized List<Splat> splats() {
    return splats.splats();
  }

  /** Scripts that ran when each splat came. */
  synchronized List<Pin> pins() {
    return List.copyOf(pins);
  }

  /** Whether the kernel printed a trace, in whatever context. */
  synchronized boolean tracesCalls() {
    return tracesCalls;
  }

  /** Whether the tests were ended because they took too long. */
  synchronized boolean isOutOfTime() {
    return outOfTime;
  }

  /** Whether the VM ended by itself before it was told to. */
  synchronized boolean hasStopped() {
    return stopped;
  }

  /** Whether the VM took too long to boot. */
  synchronized boolean isNotBooted() {
    return notBooted;
  }

  /** Errors of compilers and of make in the last step. */
  synchronized List<String> errors() {
    return List.copyOf(errors);
  }

  /** The last lines. */
  public synchronized String lastWords() {
    return String.join("\n", last);
  }
}
