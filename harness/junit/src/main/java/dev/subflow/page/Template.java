// SPDX-License-Identifier: Apache-2.0
package dev.subflow.page;

import com.samskivert.mustache.Mustache;
import dev.subflow.report.Sanitizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A Mustache template among the resources of this package; all it is given is escaped. */
record Template(String name) {
  private static final Mustache.Compiler COMPILER =
      Mustache.compiler()
          .escapeHTML(true)
          .emptyStringIsFalse(true)
          .zeroIsFalse(true)
          .withFormatter(value -> Sanitizer.text(value.toString()));

  /** The page. */
  String fill(Object view) {
    return COMPILER
        .withLoader(part -> new StringReader(text(part + ".mustache")))
        .compile(text(name + ".mustache"))
        .execute(view);
  }

  private static String text(String file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  /** A resource of this package. */
  static byte[] bytes(String file) {
    try (InputStream in = Objects.requireNonNull(Template.class.getResourceAsStream(file), file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
