// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.subflow.report.Sanitizer;
import java.nio.file.Path;

/**
 * Writes records as JSON that a terminal may show: their components and nothing else; absent values
 * are left out.
 */
final class Json {
  private static final ObjectMapper MAPPER =
      dev.subflow.json.Json.derive()
          .addModule(new SimpleModule().addSerializer(Path.class, ToStringSerializer.instance))
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(Include.NON_ABSENT, Include.NON_ABSENT))
          .build();

  private Json() {}

  static String pretty(Object value) {
    return write(MAPPER, value);
  }

  /** As {@link #pretty(Object)}, every record with the annotations of {@code mixin}. */
  static String pretty(Object value, Class<?> mixin) {
    return write(MAPPER.copy().addMixIn(Record.class, mixin), value);
  }

  private static String write(ObjectMapper mapper, Object value) {
    try {
      return Sanitizer.json(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON form of " + value.getClass().getName(), e);
    }
  }
}
