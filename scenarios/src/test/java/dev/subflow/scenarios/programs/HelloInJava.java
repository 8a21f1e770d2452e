// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.programs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The hello of {@code images/hello} in Java, whose sockets know nothing of MPTCP. Runs in guests:
 * {@code server PORT} or {@code client ADDRESS PORT}.
 */
final class HelloInJava {
  private HelloInJava() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (args[0].equals("server")) {
      try (ServerSocket listener = new ServerSocket(Integer.parseInt(args[1]));
          Socket socket = listener.accept()) {
        BufferedReader lines = lines(socket);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          out.println("received: " + line);
          say(socket, "hello from a server in Java");
        }
      }
    } else {
      try (Socket socket = new Socket(args[1], Integer.parseInt(args[2]))) {
        say(socket, "hello from a client in Java");
        out.println("received: " + lines(socket).readLine());
        System.in.transferTo(PrintStream.nullOutputStream());
      }
    }
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }
}
