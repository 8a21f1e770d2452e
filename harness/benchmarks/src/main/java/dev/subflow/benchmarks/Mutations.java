// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.benchmarks.mutations.Mutation;
import dev.subflow.benchmarks.mutations.MutationsPage;
import dev.subflow.benchmarks.mutations.Noticed;
import dev.subflow.benchmarks.mutations.Tests;
import dev.subflow.failure.UsageException;
import dev.subflow.json.Json;
import dev.subflow.process.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which of many broken kernels are noticed, and by what. */
@Command(
    name = "Mutations",
    mixinStandardHelpOptions = true,
    description = {
      "Compares broken kernels with their base by the scenarios that meet the fault, or others, and",
      "says what noticed each. A kernel takes two minutes and more. Outcomes are noted as they come, in",
      "harness/benchmarks/mutations/noticed.tsv, the newest of each; the page is made of all that are",
      "there. Exit code 1 when one of those tried was not noticed."
    })
public final class Mutations implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofHours(2);

  @Option(
      names = "--home",
      defaultValue = "${sys:subflow.home:-.}",
      description = "checkout, default the one of this build")
  private Path given = Path.of("");

  @Option(names = "--package", description = "Debian's linux-source; default ${DEFAULT-VALUE}")
  private String version = "7.3";

  @Option(
      names = "--config",
      description = "fragments of both kernels, as 'subflow regress' takes them")
  private Optional<String> config = Optional.empty();

  @Option(
      names = "--runs",
      description = "at most, of a test on each kernel; default ${DEFAULT-VALUE}")
  private int runs = 10;

  @Option(
      names = "--by",
      split = ",",
      description = "compare by these tests: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}")
  private List<Tests> by = List.of(Tests.NAMED);

  @Option(names = "--folder", description = "of evidence and logs; default target/mutations")
  private Optional<Path> folder = Optional.empty();

  @Option(names = "--page", description = "default harness/docs/mutations.md")
  private Optional<Path> page = Optional.empty();

  @Option(names = "--only-page", description = "try none, write the page")
  private boolean onlyPage;

  @Parameters(paramLabel = "NAME", description = "mutations to try; default all")
  private List<String> names = List.of();

  @Spec private @Nullable CommandSpec spec;

  private Path home = Path.of("");

  /** Tries mutations and writes the page. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Mutations())
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  line.getErr().println(e instanceof UsageException ? e.getMessage() : e);
                  return e instanceof UsageException ? 2 : 3;
                })
            .execute(args));
  }

  @Override
  public Integer call() throws IOException {
    home = given.toAbsolutePath().normalize();
    Path patches = home.resolve("harness/benchmarks/mutations");
    List<Mutation> all = Mutation.in(patches);
    List<String> known = all.stream().map(Mutation::name).toList();
    names.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new UsageException("no mutation \"" + name + "\"; there are " + known);
            });
    Path outcomes = folder.orElse(home.resolve("target/mutations"));
    Files.createDirectories(outcomes);
    Path noted = patches.resolve("noticed.tsv");
    boolean missed = false;
    for (Mutation mutation : onlyPage ? List.<Mutation>of() : all) {
      if (names.isEmpty() || names.contains(mutation.name())) {
        for (Tests tests : by) {
          Optional<Noticed> one = compare(mutation, tests, patches, outcomes);
          if (one.isPresent()) {
            note(noted, one.get());
            out().println(one.get().line());
          }
          missed |= one.filter(n -> !n.by().isEmpty()).isEmpty();
          out().flush();
        }
      }
    }
    Files.writeString(
        page.orElse(home.resolve("harness/docs/mutations.md")),
        MutationsPage.of(all, noted(noted)));
    return missed ? 1 : 0;
  }

  private static List<Noticed> noted(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readAllLines(file).stream().flatMap(l -> Noticed.parse(l).stream()).toList()
        : List.of();
  }

  /** In the place of what was noted of it before. */
  private static void note(Path file, Noticed one) throws IOException {
    List<String> lines = new ArrayList<>();
    noted(file).stream().filter(n -> !n.isOfSame(one)).forEach(n -> lines.add(n.line()));
    lines.add(one.line());
    lines.sort(null);
    Files.write(file, lines);
  }

  /** Compares one with its base; empty where nothing came of that, which is told. */
  private Optional<Noticed> compare(Mutation mutation, Tests tests, Path patches, Path outcomes)
      throws IOException {
    Path out = outcomes.resolve(mutation.name() + "-" + System.currentTimeMillis());
    List<String> words = new ArrayList<>();
    words.addAll(List.of(home.resolve("subflow").toString(), "regress", "--package", version));
    words.addAll(List.of("--patch", mutation.patch(patches).toString(), "--json"));
    config.ifPresent(fragments -> words.addAll(List.of("--config", fragments)));
    words.addAll(tests.options(mutation));
    words.addAll(List.of("--runs", Integer.toString(runs)));
    words.addAll(List.of("--out", out.toString()));
    long begun = System.nanoTime();
    Program.Answer answer = Program.of(words).limit(LONGEST).in(home).answer();
    Files.writeString(outcomes.resolve(mutation.name() + ".log"), answer.err());
    Optional<JsonNode> report = Json.tree(answer.out());
    if (report.filter(r -> r.has("comparisons")).isEmpty()) {
      out().println(mutation.name() + " was not compared, exit code " + answer.exit());
      out().println(answer.err());
      return Optional.empty();
    }
    return Optional.of(
        Noticed.of(
            mutation.name(),
            tests,
            report.get(),
            Duration.ofNanos(System.nanoTime() - begun).toSeconds()));
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec, "spec").commandLine().getOut();
  }
}
