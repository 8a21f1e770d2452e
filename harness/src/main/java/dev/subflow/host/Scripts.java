// SPDX-License-Identifier: Apache-2.0
package dev.subflow.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The shell scripts that sit beside the classes. */
final class Scripts {
  static final String GUARD = read("guard.sh");
  static final String REGISTER = read("register.sh");

  private Scripts() {}

  private static String read(String name) {
    try (InputStream in = Scripts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path: build again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
