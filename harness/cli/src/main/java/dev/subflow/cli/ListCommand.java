// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.run.Scenario;
import dev.subflow.run.ScenarioCatalogue;
import dev.subflow.run.ScenarioSelection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.platform.launcher.core.LauncherFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The scenarios there are. */
@Command(
    name = "list",
    description = "Lists the scenarios with their theme, needs and RFC sections.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      arity = "0..*",
      paramLabel = "SCENARIO",
      completionCandidates = ScenarioNames.class,
      description = "Only these: Class, Class.method, or either with * and ?.")
  private List<String> names = List.of();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--package", hidden = true)
  private Optional<String> packageName = Optional.empty();

  ListCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    List<Scenario> all = ScenarioCatalogue.discover(LauncherFactory.create(), packageName);
    List<Scenario> wanted = names.isEmpty() ? all : ScenarioSelection.pick(all, names);
    if (json) {
      streams.out().println(Json.pretty(wanted));
      return ExitCodes.PASSED;
    }
    Table table = new Table("THEME", "SCENARIO", "NEEDS", "RFC 8684", "TAGS");
    wanted.stream()
        .sorted(Comparator.comparing(Scenario::theme).thenComparing(Scenario::name))
        .forEach(
            s ->
                table.row(
                    s.theme(),
                    s.name(),
                    s.needs(),
                    String.join(", ", s.rfc8684()),
                    String.join(", ", s.tags())));
    List<String> lines = table.lines();
    streams.out().println(streams.outStyle().bold(lines.get(0)));
    lines.subList(1, lines.size()).forEach(streams.out()::println);
    return ExitCodes.PASSED;
  }
}
