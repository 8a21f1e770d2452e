// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.programs;

import dev.subflow.guest.Command;
import java.util.ArrayList;
import java.util.List;

/** Languages that {@code images/hello} is written in. */
enum Language {
  C("C", "hello"),
  STATIC_C("C", "hello-static"),
  PYTHON("Python", "hello.py"),
  PERL("Perl", "hello.pl"),
  GO("Go", "hello-go");

  private final String title;
  private final String file;

  Language(String title, String file) {
    this.title = title;
    this.file = file;
  }

  /** Greeting of its client. */
  String greeting() {
    return "hello from a client in " + title;
  }

  /** Answer of its server. */
  String answer() {
    return "hello from a server in " + title;
  }

  /** A server that asks for any stream socket, unless {@code "mptcp"} is given. */
  Command server(String... more) {
    return command(List.of("server", String.valueOf(Hello.PORT)), more);
  }

  /** A client that asks for any stream socket, unless {@code "mptcp"} is given. */
  Command client(String address, String... more) {
    return command(List.of("client", address, String.valueOf(Hello.PORT)), more);
  }

  private Command command(List<String> role, String... more) {
    List<String> argv = new ArrayList<>(List.of("/srv/hello/" + file));
    argv.addAll(role);
    argv.addAll(List.of(more));
    return Command.of(argv.toArray(String[]::new));
  }
}
