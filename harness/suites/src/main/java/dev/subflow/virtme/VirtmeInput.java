// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.failure.UsageException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * An option of the image: an environment variable {@code INPUT_*} with the type of its value.
 *
 * @param <T> the type
 */
final class VirtmeInput<T> {
  /** Prefix of the names of all of them. */
  public static final String PREFIX = "INPUT_";

  private static final Map<String, VirtmeInput<?>> KNOWN = new LinkedHashMap<>();

  /** Clang instead of GCC. */
  public static final VirtmeInput<Boolean> CLANG = flag("CLANG");

  /** Shell traces of the image's own script. */
  public static final VirtmeInput<Boolean> TRACE = flag("TRACE");

  /** Does not wait for Enter where files {@code .virtme-*} change what runs. */
  public static final VirtmeInput<Boolean> NO_BLOCK = flag("NO_BLOCK");

  /** Goes on with {@code run_loop} after a failure. */
  public static final VirtmeInput<Boolean> RUN_LOOP_CONTINUE = flag("RUN_LOOP_CONTINUE");

  /** Leaves packetdrill as it is in the image, or as it is mounted. */
  public static final VirtmeInput<Boolean> PACKETDRILL_NO_SYNC = flag("PACKETDRILL_NO_SYNC");

  /** Does not widen packetdrill's tolerances. */
  public static final VirtmeInput<Boolean> PACKETDRILL_NO_MORE_TOLERANCE =
      flag("PACKETDRILL_NO_MORE_TOLERANCE");

  /** Packetdrill's branch for the version of the kernel, instead of the development one. */
  public static final VirtmeInput<Boolean> PACKETDRILL_STABLE = flag("PACKETDRILL_STABLE");

  /** Removes the build folder first. */
  public static final VirtmeInput<Boolean> CLEAN = flag("CLEAN");

  /** Does not build the kernel. */
  public static final VirtmeInput<Boolean> BUILD_SKIP = flag("BUILD_SKIP");

  /** Does not build perf. */
  public static final VirtmeInput<Boolean> BUILD_SKIP_PERF = flag("BUILD_SKIP_PERF");

  /** Does not build the selftests. */
  public static final VirtmeInput<Boolean> BUILD_SKIP_SELFTESTS = flag("BUILD_SKIP_SELFTESTS");

  /** Does not build BPF's selftests. */
  public static final VirtmeInput<Boolean> BUILD_SKIP_BPFTESTS = flag("BUILD_SKIP_BPFTESTS");

  /** Does not build packetdrill. */
  public static final VirtmeInput<Boolean> BUILD_SKIP_PACKETDRILL = flag("BUILD_SKIP_PACKETDRILL");

  /** Ending of the build folder's name. */
  public static final VirtmeInput<String> BUILD_SUFFIX = text("BUILD_SUFFIX", "[A-Za-z0-9._-]+");

  /** Arguments of every make. */
  public static final VirtmeInput<List<String>> MAKE_ARGS = words("MAKE_ARGS", " ");

  /** The build to start, instead of the last one. */
  public static final VirtmeInput<String> CURRENT_BUILD = text("CURRENT_BUILD", ".+");

  /** The variant of the kernel that make works on. */
  public static final VirtmeInput<String> ENV = text("ENV", "(btf-)?(normal|debug)");

  /** Tests to run, such as {@code selftest_mptcp_join}. */
  public static final VirtmeInput<List<String>> RUN_TESTS_ONLY = words("RUN_TESTS_ONLY", " ");

  /** Tests not to run. */
  public static final VirtmeInput<List<String>> RUN_TESTS_EXCEPT = words("RUN_TESTS_EXCEPT", " ");

  /** Folder of the selftests in the tree. */
  public static final VirtmeInput<String> SELFTESTS_DIR = text("SELFTESTS_DIR", "[^/].*");

  /** Folder of BPF's selftests in the tree. */
  public static final VirtmeInput<String> BPFTESTS_DIR = text("BPFTESTS_DIR", "[^/].*");

  /** A selftest that skips for want of a feature fails. */
  public static final VirtmeInput<Boolean> EXPECT_ALL_FEATURES =
      flag("SELFTESTS_MPTCP_LIB_EXPECT_ALL_FEATURES");

  /** Flaky subtests count. */
  public static final VirtmeInput<Boolean> OVERRIDE_FLAKY =
      flag("SELFTESTS_MPTCP_LIB_OVERRIDE_FLAKY");

  /** Colours of the selftests. */
  public static final VirtmeInput<Boolean> COLOR_FORCE = flag("SELFTESTS_MPTCP_LIB_COLOR_FORCE");

  /** A file to run instead of {@code .virtme-exec-run}. */
  public static final VirtmeInput<String> VIRTME_EXEC_RUN = text("VIRTME_EXEC_RUN", "/.+");

  /** Number of tests of packetdrill that run at once. */
  public static final VirtmeInput<Integer> MAX_THREADS = number("MAX_THREADS", 1);

  /** Processors of the VM. */
  public static final VirtmeInput<Integer> CPUS = number("CPUS", 1);

  /** Memory of the VM in MiB. */
  public static final VirtmeInput<Integer> RAM_MIB =
      new VirtmeInput<>(
          "RAM",
          "a number of MiB such as 2048M",
          mib -> mib + "M",
          value -> matching(value, "[1-9]\\d{0,6}M").map(v -> Integer.valueOf(v.replace("M", ""))));

  /** Counts which lines of net/mptcp run. */
  public static final VirtmeInput<Boolean> GCOV = flag("GCOV");

  /** Lets QEMU write a full dump. */
  public static final VirtmeInput<Boolean> FULL_DUMP = flag("FULL_DUMP");

  /** The VM's name. */
  public static final VirtmeInput<String> HOSTNAME = text("HOSTNAME", "[A-Za-z0-9-]{1,63}");

  /** The number by which the VM is connected to; 3 by default. */
  public static final VirtmeInput<Integer> VSOCK_CID = number("VSOCK_CID", 3);

  /** Bridges of the VM. */
  public static final VirtmeInput<List<String>> NET_BRIDGES = words("NET_BRIDGES", ",");

  /** The start of the VM's MAC addresses, and after = the last byte of its IPv4 addresses. */
  public static final VirtmeInput<String> MAC_ADDRESS_PREFIX =
      text("MAC_ADDRESS_PREFIX", "([0-9a-fA-F]{2}:){4}[0-9a-fA-F]{2}(=\\d{1,3})?");

  /** Size that ccache may have, such as {@code 5G}. */
  public static final VirtmeInput<String> CCACHE_MAXSIZE =
      text("CCACHE_MAXSIZE", "\\d+(\\.\\d+)?[kKMGT]?i?");

  /** ccache's folder below {@code .virtme}. */
  public static final VirtmeInput<String> CCACHE_DIR = text("CCACHE_DIR", "[^/].*");

  /** Where results go in a CI, relative to the tree. */
  public static final VirtmeInput<String> CI_RESULTS_DIR = text("CI_RESULTS_DIR", "[^/].*");

  /** Whether the exit code is printed in a CI, instead of given back. */
  public static final VirtmeInput<Boolean> CI_PRINT_EXIT_CODE = flag("CI_PRINT_EXIT_CODE");

  /** Time that everything may take in a CI, its preparation included. */
  public static final VirtmeInput<Duration> CI_TIMEOUT = seconds("CI_TIMEOUT_SEC");

  /** Time that the tests may take elsewhere; for ever by default. */
  public static final VirtmeInput<Duration> EXPECT_TIMEOUT = seconds("EXPECT_TIMEOUT");

  /** One more variable, {@code INPUT_NAME=value}, for those who can set but one. */
  public static final VirtmeInput<String> EXTRA_ENV =
      text("EXTRA_ENV", "INPUT_[A-Z0-9_]+=[A-Za-z0-9_]+");

  private final String name;
  private final String wants;
  private final Function<T, String> writer;
  private final Function<String, Optional<T>> reader;

  private VirtmeInput(
      String name, String wants, Function<T, String> writer, Function<String, Optional<T>> reader) {
    this.name = PREFIX + name;
    this.wants = wants;
    this.writer = writer;
    this.reader = reader;
    KNOWN.put(this.name, this);
  }

  /** All of them, by name. */
  public static Map<String, VirtmeInput<?>> known() {
    return Map.copyOf(KNOWN);
  }

  /** The variable's name. */
  public String variable() {
    return name;
  }

  /**
   * The variable's value.
   *
   * @throws UsageException if the image would not understand it
   */
  String write(T value) {
    String text = writer.apply(Objects.requireNonNull(value, "value"));
    return check(text);
  }

  /**
   * A value from text, unchanged.
   *
   * @throws UsageException if the image would not understand it
   */
  String check(String text) {
    if (reader.apply(text).isEmpty()) {
      throw new UsageException(name + " is \"" + text + "\"; it wants " + wants);
    }
    return text;
  }

  @Override
  public String toString() {
    return name;
  }

  private static VirtmeInput<Boolean> flag(String name) {
    return new VirtmeInput<>(
        name, "1 or 0", on -> on ? "1" : "0", text -> matching(text, "[01]").map("1"::equals));
  }

  private static VirtmeInput<String> text(String name, String pattern) {
    return new VirtmeInput<>(
        name, "something like " + pattern, text -> text, text -> matching(text, pattern));
  }

  private static VirtmeInput<Integer> number(String name, int least) {
    Predicate<Integer> enough = n -> n >= least;
    return new VirtmeInput<>(
        name,
        "a number from " + least,
        String::valueOf,
        text -> matching(text, "\\d{1,9}").map(Integer::valueOf).filter(enough));
  }

  private static VirtmeInput<Duration> seconds(String name) {
    return new VirtmeInput<>(
        name,
        "a number of seconds, or -1 for no limit",
        time -> String.valueOf(time.toSeconds()),
        text -> matching(text, "-1|\\d{1,9}").map(s -> Duration.ofSeconds(Long.parseLong(s))));
  }

  private static VirtmeInput<List<String>> words(String name, String separator) {
    return new VirtmeInput<>(
        name,
        "words with \"" + separator + "\" between them",
        words -> String.join(separator, words),
        text -> matching(text, ".+").map(t -> List.of(t.split(separator, -1))));
  }

  private static Optional<String> matching(String text, String pattern) {
    return Optional.of(text).filter(t -> t.matches(pattern));
  }
}
