// SPDX-License-Identifier: Apache-2.0
import dev.subflow.failure.NearestNames;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks a name of {@code -Dit.test} before anything is tested: {@code HOME NAME}. Maven itself
 * takes a name that no test has for a success.
 */
final class TestNames {
  // void stepsOfTheNotes(
  private static final Pattern METHOD = Pattern.compile("\\b(\\w+)\\(");

  private TestNames() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, Path> tests = tests(Path.of(arguments[0]));
    for (String name : arguments[1].split(",")) {
      String wanted = name.strip();
      // !Excluded, %regex[...]
      if (wanted.isEmpty() || wanted.startsWith("!") || wanted.startsWith("%")) {
        continue;
      }
      Optional<String> problem = problem(tests, wanted);
      if (problem.isPresent()) {
        System.err.println("subflow: " + problem.get());
        System.exit(2);
      }
    }
  }

  /** Files of guest tests by their simple names. */
  private static Map<String, Path> tests(Path home) throws IOException {
    Map<String, Path> tests = new TreeMap<>();
    try (Stream<Path> harness = Files.walk(home.resolve("harness"), 12);
        Stream<Path> scenarios = Files.walk(home.resolve("scenarios/src"))) {
      Stream.concat(
              harness.filter(f -> f.toString().contains("/src/test/"))
                  .filter(f -> f.toString().endsWith("IT.java")),
              scenarios.filter(f -> f.toString().endsWith(".java")))
          .forEach(f -> tests.put(f.getFileName().toString().replace(".java", ""), f));
    }
    return tests;
  }

  private static Optional<String> problem(Map<String, Path> tests, String wanted)
      throws IOException {
    String[] parts = wanted.split("#", 2);
    String type =
        parts[0].replaceFirst("\\.(java|class)$", "").replaceFirst("^.*[./]", "").split("\\$")[0];
    List<String> named = tests.keySet().stream().filter(t -> glob(type).matches(Path.of(t))).toList();
    if (named.isEmpty()) {
      return Optional.of(
          "no test is called \"" + type + "\"" + near(type, List.copyOf(tests.keySet())));
    }
    if (parts.length == 1) {
      return Optional.empty();
    }
    List<String> methods =
        named.stream()
            .flatMap(t -> METHOD.matcher(text(tests.get(t))).results())
            .map(found -> found.group(1))
            .distinct()
            .toList();
    return Arrays.stream(parts[1].split("\\+"))
        .map(method -> method.replaceFirst("[\\[(].*", ""))
        .filter(method -> methods.stream().noneMatch(m -> glob(method).matches(Path.of(m))))
        .findFirst()
        .map(m -> type + " has no test \"" + m + "\"" + near(m, methods));
  }

  private static PathMatcher glob(String pattern) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
  }

  private static String near(String wanted, List<String> names) {
    List<String> near = NearestNames.of(wanted, names, 3);
    return near.isEmpty() ? "; ./subflow list shows all" : "; did you mean " + String.join(", ", near) + "?";
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
