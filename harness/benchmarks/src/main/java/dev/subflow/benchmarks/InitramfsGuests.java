// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Boots the guests of {@code src/main/guest/traffic.c} from an initramfs, under TCG. */
final class InitramfsGuests implements TrafficGuests {
  private static final Duration BOOT = Duration.ofSeconds(60);
  // TRAFFIC pair=1 bytes=197985440 nanos=4012780791
  private static final Pattern RESULT =
      Pattern.compile("TRAFFIC pair=(\\d+) bytes=(\\d+) nanos=(\\d+)");
  private static final Pattern FAILURE = Pattern.compile("TRAFFIC failed: .*|Kernel panic.*");

  // harness/docs/decisions/0003-no-cx16-under-tcg.md
  private static final String CPU = "max,-cx16";
  private static final String DONE = "TRAFFIC done";

  private final String qemu;
  private final Path kernel;
  private final Path initrd;
  private final int rounds;
  private final Duration phase;
  private final Path logs;

  InitramfsGuests(String qemu, Path kernel, Path initrd, int rounds, Duration phase, Path logs) {
    this.qemu = qemu;
    this.kernel = kernel;
    this.initrd = initrd;
    this.rounds = rounds;
    this.phase = phase;
    this.logs = logs;
  }

  @Override
  public RunningGuest start(String role, List<Plug> nics) throws IOException {
    Path log = Files.createTempFile(logs, role, ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                qemu,
                "-M",
                "q35",
                "-accel",
                "tcg,thread=multi",
                "-cpu",
                CPU,
                "-smp",
                "1",
                "-m",
                "256M",
                "-nodefaults",
                "-display",
                "none",
                "-no-reboot",
                "-kernel",
                kernel.toString(),
                "-initrd",
                initrd.toString(),
                "-serial",
                "file:" + log,
                "-append",
                kernelArguments(role, nics.size() / 2)));
    for (int i = 0; i < nics.size(); i++) {
      command.add("-netdev");
      command.add(
          "stream,id=n"
              + i
              + ",server="
              + (nics.get(i).listens() ? "on" : "off")
              + ",addr.type=unix,addr.path="
              + nics.get(i).socket());
      command.add("-device");
      command.add("virtio-net-pci,romfile=,netdev=n" + i);
    }
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Booted(role, process, log, phase.multipliedBy((long) rounds * nics.size()));
  }

  private String kernelArguments(String role, int pairs) {
    return "console=ttyS0 quiet panic=-1 oops=panic mitigations=off tsc=reliable no_timer_check"
        + " random.trust_cpu=on net.ifnames=0 traffic="
        + role
        + " pairs="
        + pairs
        + " rounds="
        + rounds
        + " seconds="
        + phase.toSeconds();
  }

  private static final class Booted implements RunningGuest {
    private final String role;
    private final Process process;
    private final Path log;
    private final Duration patience;

    private Booted(String role, Process process, Path log, Duration patience) {
      this.role = role;
      this.process = process;
      this.log = log;
      this.patience = patience;
    }

    @Override
    public List<Phase> awaitPhases() throws IOException {
      try {
        Awaitility.await("phases")
            .pollInterval(Duration.ofMillis(250))
            .atMost(BOOT.plus(patience))
            .until(() -> !process.isAlive() || FAILURE.matcher(Files.readString(log)).find());
      } catch (ConditionTimeoutException e) {
        throw failed("no end after " + BOOT.plus(patience).toSeconds() + " s");
      }
      String console = Files.readString(log);
      if (!console.contains(DONE)) {
        Matcher failure = FAILURE.matcher(console);
        throw failed(failure.find() ? failure.group() : "QEMU ended");
      }
      return RESULT.matcher(console).results().map(Booted::phase).toList();
    }

    private GuestFailedException failed(String reason) throws IOException {
      return new GuestFailedException(role, reason, Files.readString(log));
    }

    private static Phase phase(MatchResult result) {
      double bits = Long.parseLong(result.group(2)) * 8.0;
      return new Phase(
          Integer.parseInt(result.group(1)), bits * 1000 / Long.parseLong(result.group(3)));
    }

    @Override
    public void close() {
      process.destroyForcibly();
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
