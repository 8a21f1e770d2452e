// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a history in a PostgreSQL tells: the same as that in a file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresHistoryIT extends HistoryContract {
  @TempDir private Path temp;
  private PostgresServer server;
  private HistoryPlace place;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    server = PostgresServer.start();
  }

  @BeforeEach
  void make() {
    place = at(server.database());
  }

  @AfterAll
  void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  private HistoryPlace at(String url) {
    return HistoryPlace.of(Optional.of(url), Map.of(), temp);
  }

  @Override
  HistoryPlace place() {
    return place;
  }

  @Test
  void twoProcessesWriteAtOnce() throws IOException, InterruptedException {
    TwoWriters.write(place.url(), temp);

    TwoWriters.assertAllIsThere(place);
  }

  @Test
  void aNewerSchemaIsLeftAlone() {
    HistoryDatabase.with(
        place,
        line -> {},
        open ->
            open.write(
                connection -> {
                  try (Statement statement = connection.createStatement()) {
                    return statement.executeUpdate("INSERT INTO migration VALUES (99, 'later')");
                  }
                }));

    assertThatThrownBy(() -> Pasts.tests(place))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("step 2")
        .hasMessageContaining("newer");
  }

  @Test
  void aWrongPasswordIsToldWithoutIt() {
    assertThatThrownBy(() -> Pasts.tests(at(server.url("h1", "geheim"))))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("authentication failed")
        .hasMessageNotContaining("geheim");
    assertThat(place.toString()).contains("password=***");
  }
}
