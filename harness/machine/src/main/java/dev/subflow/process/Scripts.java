// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The shell scripts that sit beside the classes. */
public final class Scripts {
  static final String GUARD = of(Scripts.class, "guard.sh");
  static final String REGISTER = of(Scripts.class, "register.sh");

  private Scripts() {}

  /** The text of one that sits beside a class. */
  public static String of(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path: build again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
