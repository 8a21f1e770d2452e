// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names are checked before anything is installed, fetched or built. */
final class PreparationTest {
  @TempDir private Path home;
  private final List<String> progress = new ArrayList<>();
  private Path cache;

  @BeforeEach
  void recipe() throws IOException {
    cache = home.resolve("cache");
    Path guest = Files.createDirectories(home.resolve("images/guest"));
    Files.writeString(guest.resolve("recipe.yaml"), "");
  }

  private void isRefusedAtOnce(String kernel, String image, String reason) {
    Preparation preparation = new Preparation(home, cache, Optional.empty(), progress::add);

    assertThatThrownBy(() -> preparation.prepare(List.of("debian:stable", kernel), image))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(reason);
    assertThat(progress).isEmpty();
    assertThat(cache.resolve("apt")).doesNotExist();
  }

  @Test
  void anUnknownImageIsRefusedBeforeAKernelIsFetched() {
    isRefusedAtOnce("debian:stable", "nope", "Unknown image \"nope\". There is: guest.");
  }

  @Test
  void anUnknownKernelIsRefusedBeforeAnotherIsFetched() {
    isRefusedAtOnce("/no/such/bzImage", "guest", "Unknown kernel \"/no/such/bzImage\"");
    isRefusedAtOnce("tree:/no/such/tree", "guest", "/no/such/tree");
  }
}
