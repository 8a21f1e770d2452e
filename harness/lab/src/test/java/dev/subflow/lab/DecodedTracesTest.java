// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DecodedTracesTest {
  private static final Splat WARNING = LabFixture.splat(Splat.Kind.WARNING, "WARNING: at f");
  private static final Splat BUG = LabFixture.splat(Splat.Kind.BUG, "BUG: at g");

  @TempDir Path temp;
  private LabFixture labs;

  @BeforeEach
  void prepare() {
    labs = new LabFixture(temp);
  }

  private DecodedTraces decoding(DecodedTraces.Decoder decoder) {
    return new DecodedTraces(labs.artifacts(), decoder);
  }

  private static Optional<String> count(Kernel kernel, List<String> lines) {
    return Optional.of(kernel.requested() + ": " + lines.size() + "\n");
  }

  private static Map<String, List<Splat>> ofBoth() {
    Map<String, List<Splat>> splats = new LinkedHashMap<>();
    splats.put("client", List.of(WARNING));
    splats.put("server", List.of(WARNING, BUG));
    return splats;
  }

  @Test
  void thoseOfEveryGuestStandUnderItsName() {
    assertThat(decoding(DecodedTracesTest::count).of(LabFixture.PAIR, ofBoth()))
        .contains("== client\nplain: 1\n== server\nplain: 2\n");
  }

  @Test
  void aTraceThatCannotBeDecodedCostsNoOther() {
    DecodedTraces traces =
        decoding(
            (kernel, lines) -> {
              if (lines.size() == 1) {
                throw new InfrastructureException("no toolbox");
              }
              return count(kernel, lines);
            });

    assertThat(traces.of(LabFixture.PAIR, ofBoth())).contains("== server\nplain: 2\n");
  }

  @Test
  void withoutDebugInformationOrSplatsThereIsNothing() {
    assertThat(decoding((kernel, lines) -> Optional.empty()).of(LabFixture.PAIR, ofBoth()))
        .isEmpty();
    assertThat(decoding(DecodedTracesTest::count).of(LabFixture.PAIR, Map.of())).isEmpty();
  }

  @Test
  void theOneOfACrashIsKept() {
    DecodedTraces traces = decoding(DecodedTracesTest::count);
    traces.keep(
        LabFixture.PAIR, new GuestCrashedException("server", How.WENT_DOWN, "", List.of()), temp);
    assertThat(temp.resolve("dmesg.decoded")).doesNotExist();

    GuestCrashedException crash =
        new GuestCrashedException("server", How.DIED, "", List.of(WARNING, BUG));
    traces.keep(LabFixture.PAIR, crash, temp);
    assertThat(temp.resolve("dmesg.decoded")).hasContent("== server\nplain: 2");

    assertThatCode(() -> traces.keep(LabFixture.PAIR, crash, temp.resolve("gone")))
        .doesNotThrowAnyException();
  }
}
