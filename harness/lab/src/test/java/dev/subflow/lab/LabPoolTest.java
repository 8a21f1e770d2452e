// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestLostException;
import dev.subflow.topology.OneHost;
import dev.subflow.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabPoolTest {
  private static final Topology PAIR = LabFixture.PAIR;

  @TempDir Path temp;
  private final AtomicInteger started = new AtomicInteger();
  private LabFixture labs;
  private Path beside;
  private Path evidence;
  private LabPool pool;

  @BeforeEach
  void prepare() throws IOException {
    labs = new LabFixture(temp);
    beside = Files.createDirectory(temp.resolve("run"));
    evidence = Files.createDirectory(beside.resolve("test"));
    pool = new LabPool(this::start);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private Lab start(Topology topology, SpareLab spare) {
    started.incrementAndGet();
    try {
      Files.writeString(spare.folder().resolve("console-client.log"), "booted");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LabStarter(labs.ingredients(), topology, spare.folder(), false)
        .start(spare.commands());
  }

  private Optional<Lab> take() {
    return pool.take(PAIR, evidence, LabFixture::ignore);
  }

  private void assertOnlyTheEvidenceIsLeft() {
    assertThat(beside).isDirectoryNotContaining(folder -> !folder.equals(evidence));
  }

  @Test
  void aSpareIsTakenWithItsEvidence() {
    pool.prepare(PAIR, beside);

    try (Lab lab = take().orElseThrow()) {
      assertThat(lab.topology()).isEqualTo(PAIR);
      assertThat(evidence.resolve("console-client.log")).hasContent("booted");
      assertThat(evidence.resolve("wire.pcapng")).exists();
      assertOnlyTheEvidenceIsLeft();
      assertThat(take()).as("it is taken once").isEmpty();
      assertThat(labs.factory.events()).doesNotContain("client closed");
    }
  }

  @Test
  void whoTakesItHearsItsCommands() {
    List<CommandResult> heard = new ArrayList<>();
    labs.factory.with("client", vm -> vm.run("before"));
    pool.prepare(PAIR, beside);

    try (Lab lab = pool.take(PAIR, evidence, heard::add).orElseThrow()) {
      var unused = lab.guest("client").run("after");
    }
    assertThat(heard).extracting(CommandResult::argv).containsExactly(List.of("after"));
  }

  @Test
  void aSpareThatDiedIsOfNoUse() {
    labs.factory.with("server", vm -> vm.dies(new GuestLostException("server", "it is lost")));
    pool.prepare(PAIR, beside);

    assertThat(take()).isEmpty();
    assertThat(labs.factory.events()).contains("client closed", "server closed");
    assertOnlyTheEvidenceIsLeft();
  }

  @Test
  void aSpareThatDidNotComeUpIsOfNoUse() {
    labs.factory.failing("server", new GuestLostException("server", "it is silent"));
    pool.prepare(PAIR, beside);

    assertThat(take()).isEmpty();
    assertThat(labs.factory.events()).contains("client closed");
    assertOnlyTheEvidenceIsLeft();
  }

  @Test
  void aSpareWhoseEvidenceCannotBeMovedIsEnded() {
    pool.prepare(PAIR, beside);

    assertThat(pool.take(PAIR, beside.resolve("gone"), LabFixture::ignore)).isEmpty();
    assertThat(labs.factory.events()).contains("client closed", "server closed");
    assertOnlyTheEvidenceIsLeft();
  }

  @Test
  void oneOfATopologyIsEnough() {
    pool.prepare(PAIR, beside);
    pool.prepare(PAIR, beside);

    take().orElseThrow().close();
    assertThat(started).hasValue(1);
    assertThat(take()).isEmpty();
  }

  @Test
  void aSpareIsOfOneTopology() {
    pool.prepare(new OneHost().topology(), beside);

    assertThat(take()).isEmpty();
  }

  @Test
  void theEndOfThePoolEndsItsSpares() {
    pool.prepare(PAIR, beside);

    pool.close();

    assertThat(labs.factory.events()).contains("client closed", "server closed");
    assertOnlyTheEvidenceIsLeft();
    pool.prepare(PAIR, beside);
    assertThat(started).hasValue(1);
    assertThat(take()).isEmpty();
    assertOnlyTheEvidenceIsLeft();
  }
}
