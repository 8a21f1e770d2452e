// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no history, or not one of this version. */
final class HistoryFileTest {
  @TempDir private Path temp;
  private final List<String> told = new ArrayList<>();
  private HistoryPlace place = HistoryPlace.inCache(Path.of("/"));
  private Path file = Path.of("/");

  @BeforeEach
  void make() {
    place = Pasts.in(temp);
    file = place.file().orElseThrow();
    Pasts.write(place, Pasts.crowd("one", 500));
  }

  @Test
  void aFileOfSomethingElseIsSetAside() throws IOException {
    Files.writeString(file, "no database at all, though it is long enough".repeat(100));

    assertSetAside();
  }

  @Test
  void aDamagedFileIsSetAsideByWhoReadsIt() throws IOException {
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(24);
      raw.write(new byte[4096 * 3]);
    }

    assertSetAside();
  }

  @Test
  void aFileOfANewerSubflowIsSetAside() {
    HistoryDatabase.with(place, told::add, open -> open.write(HistoryFileTest::addStep));

    assertSetAside();
  }

  private static int addStep(java.sql.Connection connection) throws java.sql.SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      return statement.executeUpdate("INSERT INTO migration VALUES (99, 'of another version')");
    }
  }

  private void assertSetAside() {
    assertThat(HistoryDatabase.<Integer>with(place, told::add, open -> tests(open))).isZero();
    assertThat(told).singleElement().asString().contains(file.toString(), ".damaged-");
    assertThat(told.get(0).lines()).hasSize(1);
    assertThat(beside()).filteredOn(name -> name.matches(".*\\.damaged-[0-9-]+")).hasSize(1);
    told.clear();
    Pasts.write(place, Pasts.crowd("two", 3));
    assertThat(Pasts.tests(place)).hasSize(3);
  }

  private static int tests(HistoryDatabase open) {
    return new History(open).tests(HistoryFilter.ALL).size();
  }

  private List<String> beside() {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.map(f -> String.valueOf(f.getFileName())).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFolderInItsPlaceIsToldWithThePath() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("folder"));
    HistoryPlace there =
        HistoryPlace.of(java.util.Optional.of(folder.toString()), java.util.Map.of(), temp);

    assertThatThrownBy(() -> Pasts.tests(there))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("SUBFLOW_DB");
  }

  @Test
  void nothingIsLeftOfTheDriver() throws IOException {
    Pasts.tests(place);

    assertThat(System.getProperty("org.sqlite.tmpdir")).endsWith("/history/results/lib");
  }
}
