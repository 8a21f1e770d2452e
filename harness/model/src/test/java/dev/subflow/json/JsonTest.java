// SPDX-License-Identifier: Apache-2.0
package dev.subflow.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  private record Step(String name, Optional<String> why, Instant begun, Duration elapsed) {}

  private static final Step STEP =
      new Step("a", Optional.empty(), Instant.ofEpochSecond(0), Duration.ofMillis(1500));
  private static final String LINE =
      "{\"name\":\"a\",\"why\":null,\"begun\":\"1970-01-01T00:00:00Z\",\"elapsed\":1.500000000}";

  @Test
  void recordsAreWrittenAndRead() throws IOException {
    assertThat(Json.line(STEP)).isEqualTo(LINE);
    assertThat(Json.read(LINE, Step.class)).isEqualTo(STEP);
    assertThat(Json.read(Json.pretty(STEP), Step.class)).isEqualTo(STEP);
    assertThat(Json.pretty(STEP).lines()).hasSize(6);
  }

  @Test
  void fieldsOfANewerHarnessArePassedOver() throws IOException {
    assertThat(Json.read(LINE.replace("{", "{\"more\":[1],"), Step.class)).isEqualTo(STEP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{\"name\":", "[]", ""})
  void whatIsDamagedIsRefused(String text) {
    assertThatThrownBy(() -> Json.read(text, Step.class))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void whateverBytesAFileHoldsAreRead() throws IOException {
    byte[] list = "[\"a\"]".getBytes(StandardCharsets.UTF_8);
    assertThat(Json.read(list, new TypeReference<List<String>>() {})).containsExactly("a");

    assertThatThrownBy(() -> Json.read(new byte[] {'"', (byte) 0xff, '"'}, String.class))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void depthIsBounded() {
    assertThat(Json.tree("[".repeat(50) + "]".repeat(50))).isPresent();
    assertThat(Json.tree("[".repeat(51) + "]".repeat(51))).isEmpty();
    assertThat(Json.tree("no JSON")).isEmpty();
  }

  @Test
  void valuesBehindEachOtherAreAllRead() {
    assertThat(Json.trees("[{\"a\":1}]\n[2] {} ").orElseThrow())
        .extracting(Object::toString)
        .containsExactly("[{\"a\":1}]", "[2]", "{}");
    assertThat(Json.trees("[1] [")).isEmpty();
    assertThat(Json.trees(" ")).contains(List.of());
  }
}
