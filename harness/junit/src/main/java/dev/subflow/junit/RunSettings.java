// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.artifact.compile.TreeName;
import dev.subflow.artifact.image.Recipes;
import dev.subflow.cache.Cache;
import dev.subflow.failure.UsageException;
import dev.subflow.lab.LabSettings;
import dev.subflow.topology.KernelPairing;
import dev.subflow.vm.QemuChoice;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Settings of a run: everything that the command line, Maven or an IDE say to its tests.
 *
 * <p>They travel as JUnit's configuration parameters, which include system properties; {@link
 * #parameters()} writes what {@link #of(Function)} reads, and their names stand nowhere else.
 *
 * @param lab what guests are made of
 * @param output what is kept of the run, and where
 * @param circumstances in which its tests run
 * @param suites what is said to tests of others
 * @param memoryMib MiB that the guests alive at once may have; absent for what this machine carries
 * @param required requirements whose absence is a failure instead of a skip, such as {@code guests}
 */
public record RunSettings(
    LabSettings lab,
    Output output,
    Circumstances circumstances,
    Suites suites,
    Optional<Long> memoryMib,
    Set<String> required) {
  private static final String HOME = "subflow.home";
  private static final String PATHS = "subflow.paths";
  private static final String KERNEL = "subflow.kernel";
  private static final String IMAGE = "subflow.image";
  private static final String ACCELERATOR = "subflow.accel";
  private static final String QEMU = "subflow.qemu";
  private static final String CPUS = "subflow.cpus";
  private static final String TEMPLATES = "subflow.templates";
  private static final String OUT = "subflow.out";
  private static final String COVERAGE = "subflow.coverage";
  private static final String KEEP = "subflow.keep";
  private static final String KERNELS = "subflow.kernels";
  private static final String REPETITION = "subflow.repetition";
  private static final String SEED = "subflow.seed";
  private static final String APPROVED = "subflow.approved";
  private static final String FAIL_NTH = "subflow.failNth";
  private static final String MEMORY = "subflow.memory";
  private static final String EVIDENCE = "subflow.evidence";
  private static final String SELFTESTS = "subflow.selftests";
  private static final String TREE = "subflow.tree";
  private static final String VIRTME_IMAGE = "subflow.virtme.image";
  private static final String REQUIRE = "subflow.require";

  public RunSettings {
    Objects.requireNonNull(lab, "lab");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(circumstances, "circumstances");
    Objects.requireNonNull(suites, "suites");
    Objects.requireNonNull(memoryMib, "memoryMib");
    required = Set.copyOf(required);
  }

  /**
   * Output of a run: what is kept of it, and where.
   *
   * @param folder of results and evidence; absent for a new one below {@code target/subflow}
   * @param guests whether the guests of a test that fails are left to the user
   * @param coverage whether to fetch what kernels with coverage counted
   * @param allEvidence whether evidence of passes is kept in runs that repeat tests
   */
  public record Output(
      Optional<Path> folder, boolean guests, boolean coverage, boolean allEvidence) {
    static final Output DEFAULT = new Output(Optional.empty(), false, false, false);

    public Output {
      Objects.requireNonNull(folder, "folder");
    }
  }

  /**
   * Circumstances in which tests run.
   *
   * @param pairing kernels of some hosts, instead of the kernel of the run
   * @param repetition which of many runs of the same test this is, from 1
   * @param seed what random choices follow from; absent for one of the run's own
   * @param approved whether behaviour other than what was approved is a failure
   * @param failNth allocation that fails; then only crashes, hangs and what is lost count
   */
  public record Circumstances(
      Optional<KernelPairing> pairing,
      Optional<Integer> repetition,
      Optional<Seed> seed,
      boolean approved,
      Optional<FailNth> failNth) {
    static final Circumstances NONE =
        new Circumstances(
            Optional.empty(), Optional.empty(), Optional.empty(), true, Optional.empty());

    public Circumstances {
      Objects.requireNonNull(pairing, "pairing");
      Objects.requireNonNull(repetition, "repetition");
      Objects.requireNonNull(seed, "seed");
      Objects.requireNonNull(failNth, "failNth");
    }
  }

  /**
   * Settings of tests of others.
   *
   * @param selftests selftests to run instead of those that test factories name, as the user wrote
   *     them
   * @param tree kernel tree to run in a container
   * @param virtmeImage image to run it in, where it is not upstream's
   */
  public record Suites(
      Optional<String> selftests, Optional<Path> tree, Optional<String> virtmeImage) {
    static final Suites NONE = new Suites(Optional.empty(), Optional.empty(), Optional.empty());

    public Suites {
      Objects.requireNonNull(selftests, "selftests");
      Objects.requireNonNull(tree, "tree");
      Objects.requireNonNull(virtmeImage, "virtmeImage");
    }
  }

  /** A run of such guests, with nothing else said. */
  public static RunSettings of(LabSettings lab) {
    return new RunSettings(
        lab, Output.DEFAULT, Circumstances.NONE, Suites.NONE, Optional.empty(), Set.of());
  }

  /** Reads the system properties of this process; the checkout is at or above its folder. */
  public static RunSettings ofProcess() {
    return of(name -> Optional.ofNullable(System.getProperty(name)));
  }

  /** Reads what was said to the test of a context. */
  public static RunSettings of(ExtensionContext context) {
    return of(context::getConfigurationParameter);
  }

  /**
   * Reads parameters by their names.
   *
   * @throws UsageException for a number that is none, and for kernels of hosts that can't be read
   */
  public static RunSettings of(Function<String, Optional<String>> parameters) {
    Function<String, Optional<String>> given =
        name -> parameters.apply(name).filter(v -> !v.isBlank());
    Kernels kernels = new Kernels(given.apply(PATHS).map(Path::of));
    return new RunSettings(
        lab(given, kernels),
        new Output(
            given.apply(OUT).map(Path::of),
            isTrue(given.apply(KEEP)),
            isTrue(given.apply(COVERAGE)),
            given.apply(EVIDENCE).map("all"::equals).orElse(false)),
        new Circumstances(
            given.apply(KERNELS).map(text -> kernels.paired(KERNELS, text)),
            number(given, REPETITION).map(Math::toIntExact),
            number(given, SEED).map(Seed::new),
            given.apply(APPROVED).map(Boolean::parseBoolean).orElse(true),
            given.apply(FAIL_NTH).map(FailNth::parse)),
        new Suites(
            given.apply(SELFTESTS), given.apply(TREE).map(Path::of), given.apply(VIRTME_IMAGE)),
        number(given, MEMORY),
        Set.of(given.apply(REQUIRE).orElse("").split(",", -1)));
  }

  private static boolean isTrue(Optional<String> text) {
    return text.map(Boolean::parseBoolean).orElse(false);
  }

  private static LabSettings lab(Function<String, Optional<String>> given, Kernels kernels) {
    return new LabSettings(
        given
            .apply(HOME)
            .map(Path::of)
            .orElseGet(RunSettings::recipes)
            .toAbsolutePath()
            .normalize(),
        LabSettings.defaultCache(),
        kernels.named(given.apply(KERNEL).orElse(LabSettings.DEFAULT_KERNEL)),
        given.apply(IMAGE).orElse(LabSettings.DEFAULT_IMAGE),
        given.apply(ACCELERATOR).flatMap(LabSettings::accelerator),
        given.apply(QEMU).map(QemuChoice::parse).orElse(QemuChoice.AUTO),
        vcpus(given),
        given.apply(TEMPLATES).map(Boolean::parseBoolean).orElse(true));
  }

  private static OptionalInt vcpus(Function<String, Optional<String>> given) {
    return number(given, CPUS)
        .map(count -> LabSettings.vcpus((int) Math.min(Integer.MAX_VALUE, count)))
        .orElseGet(OptionalInt::empty);
  }

  /** A checkout at or above the working directory, else the recipes that come with the library. */
  private static Path recipes() {
    return Recipes.checkout(Path.of("")).orElseGet(() -> Recipes.unpacked(Cache.ofUser()));
  }

  private static Optional<Long> number(Function<String, Optional<String>> given, String name) {
    return given
        .apply(name)
        .map(
            text -> {
              try {
                return Long.valueOf(text.strip());
              } catch (NumberFormatException e) {
                throw new UsageException(name + " is \"" + text + "\", which is no number", e);
              }
            });
  }

  /** As parameters, from which {@link #of(Function)} reads the same. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(HOME, lab.home().toString());
    parameters.put(KERNEL, lab.kernel());
    parameters.put(IMAGE, lab.image());
    parameters.put(ACCELERATOR, lab.accelerator().map(Object::toString).orElse("auto"));
    parameters.put(QEMU, lab.qemu().text());
    lab.vcpus().ifPresent(n -> parameters.put(CPUS, Integer.toString(n)));
    parameters.put(TEMPLATES, Boolean.toString(lab.templates()));
    parameters.put(KEEP, Boolean.toString(output.guests()));
    parameters.put(COVERAGE, Boolean.toString(output.coverage()));
    parameters.put(REQUIRE, String.join(",", new TreeSet<>(required)));
    output.folder().ifPresent(folder -> parameters.put(OUT, folder.toString()));
    if (output.allEvidence()) {
      parameters.put(EVIDENCE, "all");
    }
    circumstances.pairing().ifPresent(kernels -> parameters.put(KERNELS, kernels.name()));
    circumstances.repetition().ifPresent(n -> parameters.put(REPETITION, n.toString()));
    circumstances.seed().ifPresent(s -> parameters.put(SEED, Long.toString(s.value())));
    parameters.put(APPROVED, Boolean.toString(circumstances.approved()));
    circumstances.failNth().ifPresent(f -> parameters.put(FAIL_NTH, f.text()));
    memoryMib.ifPresent(mib -> parameters.put(MEMORY, mib.toString()));
    suites.selftests().ifPresent(names -> parameters.put(SELFTESTS, names));
    suites.tree().ifPresent(folder -> parameters.put(TREE, folder.toString()));
    suites.virtmeImage().ifPresent(image -> parameters.put(VIRTME_IMAGE, image));
    return parameters;
  }

  /** Settings of a run that is like this one, of other guests. */
  public RunSettings with(LabSettings other) {
    return new RunSettings(other, output, circumstances, suites, memoryMib, required);
  }

  /** Settings of a run that is like this one, of which something else is kept. */
  public RunSettings with(Output other) {
    return new RunSettings(lab, other, circumstances, suites, memoryMib, required);
  }

  /** Settings of a run that is like this one, in other circumstances. */
  public RunSettings with(Circumstances other) {
    return new RunSettings(lab, output, other, suites, memoryMib, required);
  }

  /** Settings of a run that is like this one, which takes no notice of approved behaviour. */
  public RunSettings withoutApproved() {
    return with(
        new Circumstances(
            circumstances.pairing(),
            circumstances.repetition(),
            circumstances.seed(),
            false,
            circumstances.failNth()));
  }

  /** Settings of a run that is like this one, with its results and evidence in a folder. */
  public RunSettings into(Path folder) {
    return with(
        new Output(Optional.of(folder), output.guests(), output.coverage(), output.allEvidence()));
  }

  /** Settings of a run in which the absence of something is a failure instead of a skip. */
  public RunSettings requiring(String... names) {
    return new RunSettings(lab, output, circumstances, suites, memoryMib, Set.of(names));
  }

  /**
   * Kernels by their names or paths. Maven starts tests in the folder of their module, and names
   * the folder that its own paths are seen from.
   */
  private record Kernels(Optional<Path> seenFrom) {
    String named(String name) {
      return seenFrom.map(folder -> TreeName.seenFrom(folder, name)).orElse(name);
    }

    KernelPairing paired(String parameter, String text) {
      KernelPairing pairing =
          KernelPairing.parse(text)
              .orElseThrow(
                  () ->
                      new UsageException(
                          parameter
                              + " is \""
                              + text
                              + "\"; it wants host=kernel, with commas between several"));
      Map<String, String> kernels = new LinkedHashMap<>();
      pairing.kernels().forEach((host, name) -> kernels.put(host, named(name)));
      return new KernelPairing(kernels);
    }
  }
}
