// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.artifact.kernel.KernelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition of Kconfig, and what of it does not hold in a configuration.
 *
 * <p>Grammar: {@code ||}, {@code &&}, {@code !}, parentheses, and comparisons of two words.
 */
final class KconfigExpression {
  /** The three values of kconfig. */
  enum Value {
    N,
    M,
    Y;

    Value opposite() {
      return switch (this) {
        case N -> Y;
        case M -> M;
        case Y -> N;
      };
    }
  }

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\\|\\||&&|!=|<=|>=|[!()=<>]|\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|\\$\\([^)]*\\)|[\\w./-]+)");

  /** Most that a tree's expression may nest; one that has more is cut there. */
  private static final int DEEPEST = 200;

  private final List<String> tokens = new ArrayList<>();
  private final KernelConfig config;
  private int next;

  private KconfigExpression(String text, KernelConfig config) {
    Matcher token = TOKEN.matcher(text);
    int nesting = 0;
    while (token.lookingAt()) {
      tokens.add(token.group(1));
      nesting += token.group(1).matches("[!(]") ? 1 : 0;
      if (nesting > DEEPEST) {
        break;
      }
      token.region(token.end(), text.length());
    }
    this.config = config;
  }

  static Value of(String text, KernelConfig config) {
    return new KconfigExpression(text, config).either().value();
  }

  /** The least parts that keep the condition from holding; none when it holds. */
  static List<String> unmet(String text, KernelConfig config) {
    return new KconfigExpression(text, config).either().unmet();
  }

  /** A part with what is wrong in it. */
  private record Part(Value value, List<String> unmet) {}

  private boolean take(String token) {
    boolean there = next < tokens.size() && tokens.get(next).equals(token);
    next += there ? 1 : 0;
    return there;
  }

  private Part either() {
    List<Part> parts = new ArrayList<>(List.of(both()));
    while (take("||")) {
      parts.add(both());
    }
    Value value = parts.stream().map(Part::value).max(Enum::compareTo).orElse(Value.N);
    List<String> unmet =
        parts.size() == 1
            ? parts.get(0).unmet()
            : List.of(
                String.join(
                    " or ", parts.stream().map(p -> String.join(" and ", p.unmet())).toList()));
    return new Part(value, value == Value.N ? unmet : List.of());
  }

  private Part both() {
    List<Part> parts = new ArrayList<>(List.of(unary()));
    while (take("&&")) {
      parts.add(unary());
    }
    Value value = parts.stream().map(Part::value).min(Enum::compareTo).orElse(Value.N);
    return new Part(value, parts.stream().flatMap(p -> p.unmet().stream()).toList());
  }

  private Part unary() {
    if (take("!")) {
      int begin = next;
      Part inner = unary();
      Value value = inner.value().opposite();
      return new Part(value, value == Value.N ? List.of(denied(begin)) : List.of());
    }
    if (take("(")) {
      Part inner = either();
      take(")");
      return inner;
    }
    String word = word();
    for (String operator : List.of("=", "!=", "<=", ">=", "<", ">")) {
      if (take(operator)) {
        return comparison(word, operator, word());
      }
    }
    Value value = valueOf(word);
    return new Part(value, value == Value.N ? List.of(word) : List.of());
  }

  /** That what was read since must not hold. */
  private String denied(int begin) {
    List<String> read = tokens.subList(begin, next);
    if (read.isEmpty()) {
      return "y";
    }
    if (read.size() == 1) {
      return read.get(0) + " not set (it is y)";
    }
    StringBuilder text = new StringBuilder();
    String before = "(";
    for (String token : read) {
      boolean isApart = !token.equals(")") && !before.equals("(") && !before.equals("!");
      text.append(isApart ? " " : "").append(token);
      before = token;
    }
    return read.get(0).equals("(") ? "!" + text : "!(" + text + ")";
  }

  private Part comparison(String left, String operator, String right) {
    int order = compare(text(left), text(right));
    boolean holds =
        switch (operator) {
          case "=" -> order == 0;
          case "!=" -> order != 0;
          case "<=" -> order <= 0;
          case ">=" -> order >= 0;
          case "<" -> order < 0;
          default -> order > 0;
        };
    String shown = left + " " + operator + " " + right;
    return new Part(holds ? Value.Y : Value.N, holds ? List.of() : List.of(shown));
  }

  private static int compare(String a, String b) {
    return a.matches("\\d{1,15}") && b.matches("\\d{1,15}")
        ? Long.compare(Long.parseLong(a), Long.parseLong(b))
        : a.compareTo(b);
  }

  private String word() {
    return next < tokens.size() ? tokens.get(next++) : "n";
  }

  /** A quoted word stands for itself, another for its value if it is an option. */
  private String text(String word) {
    if (word.matches("\".*\"|'.*'")) {
      return word.substring(1, word.length() - 1);
    }
    Optional<String> value = config.value(word);
    if (value.isPresent()) {
      return value.get().replace("\"", "");
    }
    return word.matches("[A-Z].*") ? "n" : word;
  }

  private Value valueOf(String word) {
    if (word.startsWith("$(")) {
      // What it asks of the compiler can't be told here; it is not held against anyone.
      return Value.Y;
    }
    return switch (text(word).toLowerCase(Locale.ROOT)) {
      case "n", "" -> Value.N;
      case "m" -> Value.M;
      default -> Value.Y;
    };
  }
}
