// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.failure.UsageException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options given as arguments, the way a kernel tree's {@code scripts/config} takes them. */
final class KconfigArguments {
  private static final Pattern ASSIGNMENT = Pattern.compile("(?:CONFIG_)?(\\w+)=(.*)");
  private static final Pattern NAME = Pattern.compile("(?:CONFIG_)?(\\w+)");

  private KconfigArguments() {}

  /** Arguments as a fragment. */
  static String fragment(List<String> arguments) {
    List<String> lines = new ArrayList<>();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      Matcher assignment = ASSIGNMENT.matcher(argument);
      if (assignment.matches()) {
        lines.add(line(assignment.group(1), assignment.group(2)));
        continue;
      }
      lines.add(
          switch (argument) {
            case "-e", "--enable" -> line(name(argument, rest), "y");
            case "-d", "--disable", "-u", "--undefine" -> line(name(argument, rest), "n");
            case "-m", "--module" -> line(name(argument, rest), "m");
            case "--set-val" -> line(name(argument, rest), value(argument, rest));
            case "--set-str" ->
                line(name(argument, rest), '"' + value(argument, rest).replace("\"", "\\\"") + '"');
            default ->
                throw new UsageException(
                    "\""
                        + argument
                        + "\" is no kconfig argument. Expected X=y, -e X, -d X, -m X, --set-val X"
                        + " 5 or --set-str X text, with or without CONFIG_.");
          });
    }
    return String.join("\n", lines) + "\n";
  }

  private static String line(String name, String value) {
    return value.equals("n") ? "# CONFIG_" + name + " is not set" : "CONFIG_" + name + "=" + value;
  }

  private static String name(String argument, Iterator<String> rest) {
    String word = value(argument, rest);
    Matcher name = NAME.matcher(word);
    if (!name.matches()) {
      throw new UsageException(
          "\"" + argument + " " + word + "\": \"" + word + "\" is not the name of an option.");
    }
    return name.group(1);
  }

  private static String value(String argument, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new UsageException("\"" + argument + "\" wants the name of an option after it.");
    }
    return rest.next();
  }
}
