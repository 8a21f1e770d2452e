// SPDX-License-Identifier: Apache-2.0
package dev.subflow.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;

/** Writes what {@link Unsigned} marks. */
final class UnsignedSerializer extends StdSerializer<Object> {
  private static final long serialVersionUID = 1;

  UnsignedSerializer() {
    super(Object.class);
  }

  @Override
  public boolean isEmpty(SerializerProvider provider, Object value) {
    return value instanceof OptionalLong optional && optional.isEmpty();
  }

  @Override
  public void serialize(Object value, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        serialize(entry.getValue(), json, provider);
      }
      json.writeEndObject();
    } else if (value instanceof OptionalLong optional && optional.isEmpty()) {
      json.writeNull();
    } else {
      long number = value instanceof OptionalLong some ? some.getAsLong() : (Long) value;
      json.writeNumber(Long.toUnsignedString(number));
    }
  }
}
