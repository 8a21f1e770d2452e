// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what apt prints: stanzas of fields, and lists of dependencies. */
final class AptOutput {
  // sample: linux-base-7.3.4+deb13-cloud-amd64 (= 7.3.4-1~bpo13+1)
  private static final Pattern DEPENDENCY =
      Pattern.compile("\\s*([a-z0-9][a-z0-9+.-]*)(?::\\w+)?\\s*(?:\\(=\\s*([^)\\s]+)\\))?.*");

  private AptOutput() {}

  /** Stanzas that empty lines separate; a continued field keeps its lines, joined by newlines. */
  static List<Map<String, String>> stanzas(String text) {
    List<Map<String, String>> stanzas = new ArrayList<>();
    Map<String, String> current = new LinkedHashMap<>();
    String field = "";
    for (String line : (text + "\n\n").split("\n", -1)) {
      if (line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(':');
      if (line.isBlank()) {
        if (!current.isEmpty()) {
          stanzas.add(Map.copyOf(current));
        }
        current = new LinkedHashMap<>();
      } else if (Character.isWhitespace(line.charAt(0))) {
        current.merge(field, line.strip(), (a, b) -> a + "\n" + b);
      } else if (colon > 0) {
        field = line.substring(0, colon);
        current.put(field, line.substring(colon + 1).strip());
      }
    }
    return List.copyOf(stanzas);
  }

  /** First alternative of each dependency: name, and the exact version if one is asked for. */
  static Map<String, String> dependencies(String depends) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String dependency : depends.split(",", -1)) {
      Matcher matcher = DEPENDENCY.matcher(dependency.replaceFirst("\\|.*", ""));
      if (matcher.matches()) {
        String version = matcher.group(2);
        names.put(matcher.group(1), version == null ? "" : version);
      }
    }
    return names;
  }
}
