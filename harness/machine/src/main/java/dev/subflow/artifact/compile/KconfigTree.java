// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.cache.Enclosure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options in the Kconfig files of a tree: on what each depends, and what selects it.
 *
 * <p>It is no kconfig: it reads as much as is needed to say why an option is not as it was wanted.
 */
final class KconfigTree {
  /** A kernel has some 1,700; one that has itself in it twice would never end. */
  private static final int MOST_FILES = 20_000;

  private static final Pattern BLOCK =
      Pattern.compile("(config|menuconfig|choice|menu|if|comment)(?:\\s+(.*)|)");
  private static final Pattern END = Pattern.compile("(endchoice|endmenu|endif)\\b.*");
  // source "net/Kconfig"     osource, rsource, orsource
  private static final Pattern SOURCE = Pattern.compile("o?r?source\\s+\"([^\"]+)\"");
  private static final Pattern DEPENDS = Pattern.compile("depends\\s+on\\s+(.*)");
  private static final Pattern SELECT =
      Pattern.compile("(?:select|imply)\\s+(\\w+)(?:\\s+if\\s+(.*))?");
  // bool "Text" if EXPERT
  private static final Pattern PROMPT =
      Pattern.compile(
          "(?:bool|tristate|int|hex|string|prompt)\\s+(?:\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*')(?:\\s+if\\s+(.*))?");
  private static final Pattern TYPE = Pattern.compile("(?:def_)?(bool|tristate)\\b.*");

  private final Path root;
  private final Enclosure enclosure;
  private int filesRead;
  private final Map<String, Symbol> symbols = new LinkedHashMap<>();
  private final Deque<Frame> frames = new ArrayDeque<>();

  /** A place where an option is defined; each depends on its list of conditions, all of them. */
  record Definition(String where, List<String> depends, List<String> prompts) {}

  /** One option: where it is defined, and what selects it, each by name and condition. */
  record Symbol(List<Definition> definitions, List<Selector> selectors, List<String> types) {
    Symbol() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** Whether it could be a module. */
    boolean isTristate() {
      return types.contains("tristate");
    }

    /** Whether somebody can be asked for it. */
    boolean hasPrompt() {
      return definitions.stream().anyMatch(d -> !d.prompts().isEmpty());
    }
  }

  /** Option that selects another. */
  record Selector(String symbol, String condition) {}

  /** A block that is open, and what all within depends on. */
  private record Frame(String kind, String symbol, List<String> conditions) {}

  private KconfigTree(Path root) throws IOException {
    this.root = root;
    this.enclosure = Enclosure.of(root);
  }

  static KconfigTree read(Path source) throws IOException {
    KconfigTree tree = new KconfigTree(source);
    tree.file(source.resolve("Kconfig"), 0);
    return tree;
  }

  /** Every option by name. */
  Map<String, Symbol> symbols() {
    return symbols;
  }

  private void file(Path file, int depth) throws IOException {
    if (depth > 20 || filesRead++ > MOST_FILES || !file.normalize().startsWith(root)) {
      return;
    }
    String content = enclosure.text(root.relativize(file)).orElse("");
    String text = content.replace("\\\n", " ");
    boolean inHelp = false;
    int helpIndent = -1;
    for (String raw : text.lines().toList()) {
      String line = raw.replace("\t", "        ");
      int indent = line.length() - line.stripLeading().length();
      if (inHelp) {
        if (line.isBlank()) {
          continue;
        }
        helpIndent = helpIndent < 0 ? indent : helpIndent;
        if (indent >= helpIndent && indent > 0) {
          continue;
        }
        inHelp = false;
      }
      String statement = line.strip();
      if (statement.matches("help|---help---")) {
        inHelp = true;
        helpIndent = -1;
      } else if (!statement.isEmpty() && !statement.startsWith("#")) {
        statement(withoutRemark(statement), file, depth);
      }
    }
  }

  private static String withoutRemark(String statement) {
    return statement.replaceFirst("\\s+#[^\"']*$", "");
  }

  private void statement(String text, Path file, int depth) throws IOException {
    Matcher block = BLOCK.matcher(text);
    Matcher source = SOURCE.matcher(text);
    if (source.matches()) {
      closeOption();
      String path = source.group(1).replace("$(SRCARCH)", "x86").replace("$SRCARCH", "x86");
      Path next = text.contains("rsource") ? file.resolveSibling(path) : root.resolve(path);
      file(next, depth + 1);
    } else if (END.matcher(text).matches()) {
      closeOption();
      frames.pollLast();
    } else if (block.matches()) {
      closeOption();
      open(block.group(1), Optional.ofNullable(block.group(2)).orElse("").strip(), file);
    } else {
      attribute(text);
    }
  }

  /** Options have no end of their own. */
  private void closeOption() {
    Frame last = frames.peekLast();
    if (last != null && last.kind().matches("config|menuconfig|comment")) {
      frames.pollLast();
    }
  }

  private void open(String kind, String rest, Path file) {
    List<String> conditions = new ArrayList<>();
    if (kind.equals("if")) {
      conditions.add(rest);
    }
    frames.addLast(new Frame(kind, rest, conditions));
    if (kind.endsWith("config")) {
      List<String> depends = new ArrayList<>();
      frames.stream().limit(frames.size() - 1L).forEach(f -> depends.addAll(f.conditions()));
      symbols
          .computeIfAbsent(rest, name -> new Symbol())
          .definitions()
          .add(new Definition(root.relativize(file).toString(), depends, new ArrayList<>()));
    }
  }

  private void attribute(String text) {
    Frame frame = frames.peekLast();
    if (frame == null) {
      return;
    }
    Matcher depends = DEPENDS.matcher(text);
    if (depends.matches()) {
      frame.conditions().add(depends.group(1));
    }
    if (!frame.kind().endsWith("config")) {
      return;
    }
    Symbol symbol = symbols.computeIfAbsent(frame.symbol(), name -> new Symbol());
    Definition definition = symbol.definitions().get(symbol.definitions().size() - 1);
    Matcher select = SELECT.matcher(text);
    Matcher prompt = PROMPT.matcher(text);
    Matcher type = TYPE.matcher(text);
    if (depends.matches()) {
      definition.depends().add(depends.group(1));
    } else if (select.matches() && text.startsWith("select")) {
      symbols
          .computeIfAbsent(select.group(1), name -> new Symbol())
          .selectors()
          .add(new Selector(frame.symbol(), select.group(2) == null ? "y" : select.group(2)));
    } else if (prompt.matches()) {
      definition.prompts().add(prompt.group(1) == null ? "y" : prompt.group(1));
    }
    if (type.matches()) {
      symbol.types().add(type.group(1));
    }
  }
}
