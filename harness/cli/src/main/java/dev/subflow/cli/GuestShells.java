// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.guest.Command;
import dev.subflow.guest.Guest;
import dev.subflow.guest.RunningCommand;
import dev.subflow.topology.Nic;
import dev.subflow.topology.Topology;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Shells in the guests of a lab, one per guest, on one terminal between which the user switches.
 */
final class GuestShells implements AutoCloseable {
  /** bash where the image has it; a plain prompt that names the guest. */
  private static final String SHELL =
      "if command -v bash >/dev/null; then exec bash --noprofile --norc -i; fi; exec sh -i";

  private final Topology topology;
  private final Function<String, Guest> guests;
  private final Terminal terminal;
  private final GuestTerminal bridge;
  private final Map<String, RunningCommand> running = new LinkedHashMap<>();

  GuestShells(Topology topology, Function<String, Guest> guests, Terminal terminal) {
    this.topology = topology;
    this.guests = guests;
    this.terminal = terminal;
    this.bridge = new GuestTerminal(terminal);
  }

  /** Shells on the terminal of this process. */
  static GuestShells onTerminal(Topology topology, Function<String, Guest> guests) {
    try {
      // Asking the terminal for its graphemes would send its late answers to a guest as keys.
      return new GuestShells(
          topology,
          guests,
          TerminalBuilder.builder().system(true).dumb(false).graphemeCluster(false).build());
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Serves the user until there is no wish left.
   *
   * @param wanted the guest to begin with; leaving its shell by exit ends it all
   */
  void serve(Optional<String> wanted) {
    Optional<String> only =
        topology.hosts().size() == 1 ? Optional.of(topology.hosts().get(0).name()) : wanted;
    if (only.isPresent() && enter(only.get()) != GuestTerminal.Left.ESCAPED) {
      return;
    }
    menu();
  }

  /** Prints a line. */
  void tell(String line) {
    terminal.writer().println(line);
    terminal.flush();
  }

  private void menu() {
    List<String> names = topology.hosts().stream().map(h -> h.name()).toList();
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .completer(new StringsCompleter(names))
            .build();
    PrintWriter out = terminal.writer();
    out.println("Guests:");
    topology.hosts().forEach(h -> out.println("  " + h.name() + "  " + addresses(h.nics())));
    out.println("A guest's name opens its shell, Ctrl-] comes back here, Ctrl-D ends it all.");
    while (true) {
      out.flush();
      String line;
      try {
        line = reader.readLine("guest> ").strip();
      } catch (EndOfFileException | UserInterruptException e) {
        return;
      }
      if (line.equals("exit") || line.equals("quit")) {
        return;
      }
      Optional<String> name = names.stream().filter(n -> n.equals(line)).findFirst();
      if (name.isPresent()) {
        if (enter(name.get()) == GuestTerminal.Left.HUNG_UP) {
          return;
        }
      } else if (!line.isEmpty()) {
        out.println("no guest is called \"" + line + "\"; there are " + String.join(", ", names));
      }
    }
  }

  private static String addresses(List<Nic> nics) {
    StringBuilder text = new StringBuilder();
    for (Nic nic : nics) {
      text.append(nic.name()).append(' ').append(nic.addresses()).append("  ");
    }
    return text.toString();
  }

  private GuestTerminal.Left enter(String name) {
    RunningCommand shell = running.get(name);
    if (shell == null) {
      shell = guests.apply(name).start(shell());
      running.put(name, shell);
    } else {
      shell.write(new byte[] {'\f'}); // draws the prompt again
    }
    GuestTerminal.Left left = bridge.attach(shell);
    if (left == GuestTerminal.Left.ENDED) {
      running.remove(name);
      var unused = shell.result(); // throws if the guest died
    }
    terminal.writer().println();
    return left;
  }

  private Command shell() {
    int columns = Math.max(terminal.getSize().getColumns(), 1);
    int rows = Math.max(terminal.getSize().getRows(), 1);
    return Command.shell(SHELL)
        .env("TERM", terminal.getType())
        .env("PS1", "\\h:\\w# ")
        .in("/root")
        .terminal(columns, rows);
  }

  @Override
  public void close() {
    try (terminal) {
      running.values().forEach(RunningCommand::close);
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be given back", e);
    }
  }
}
