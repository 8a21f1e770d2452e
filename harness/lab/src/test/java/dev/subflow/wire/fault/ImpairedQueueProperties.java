// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.fault;

import static dev.subflow.topology.Impairment.impairment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.topology.Impairment;
import dev.subflow.topology.Loss;
import dev.subflow.topology.QueueLimit;
import dev.subflow.topology.Rate;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every impairment, however it changes. */
final class ImpairedQueueProperties {
  private static Impairment random(Random random) {
    Impairment any = impairment().seed(random.nextInt(3));
    if (random.nextBoolean()) {
      any =
          any.rate(Rate.kilobits(1 + random.nextInt(100_000)))
              .queue(new QueueLimit(1 + random.nextInt(50), 1 + random.nextInt(100_000)));
    }
    if (random.nextBoolean()) {
      any = any.delay(Duration.ofNanos(1000L * random.nextInt(50_000)));
    }
    if (random.nextBoolean()) {
      any = any.jitter(Duration.ofNanos(1000L * random.nextInt(50_000)));
    }
    if (random.nextInt(3) == 0) {
      any = any.loss(new Loss(random.nextDouble(), 1, random.nextDouble(), random.nextDouble()));
    }
    if (random.nextInt(3) == 0) {
      any = any.duplication(random.nextDouble());
    }
    if (random.nextInt(3) == 0) {
      any = any.reordering(random.nextDouble(), 1 + random.nextInt(5));
    }
    return random.nextInt(20) == 0 ? any.blackhole() : any;
  }

  private static VirtualQueue run(Random random, String name, boolean inOrder) {
    VirtualQueue wire = new VirtualQueue(Impairment.NONE, name);
    for (int i = 0; i < 300; i++) {
      if (random.nextInt(20) == 0) {
        Impairment next = random(random);
        wire.change(inOrder ? next.reordering(0, 1) : next);
      }
      wire.send(60 + random.nextInt(1440));
      wire.pass(Duration.ofNanos(1000L * random.nextInt(2000)));
    }
    wire.change(Impairment.NONE);
    return wire;
  }

  @Property(tries = 300)
  void everyFrameArrivesOrIsCounted(@ForAll long seed) {
    VirtualQueue wire = run(new Random(seed), "wire", false);
    FaultCounts counts = wire.queue().counts();
    assertThat(wire.arrivals().size() + counts.dropped()).isEqualTo(300 + counts.duplicated());
    assertThat(wire.queue().isEmpty()).isTrue();
    assertThat(wire.queue().nextDue()).isEmpty();
  }

  @Property(tries = 300)
  void orderIsKeptUnlessReorderingIsAskedFor(@ForAll long seed) {
    assertThat(run(new Random(seed), "wire", true).numbers()).isSorted();
  }

  @Property(tries = 100)
  void theSameSeedGivesTheSameRun(@ForAll long seed) {
    VirtualQueue first = run(new Random(seed), "wire", false);
    VirtualQueue second = run(new Random(seed), "wire", false);
    assertThat(second.arrivals()).isEqualTo(first.arrivals());
    assertThat(second.queue().counts()).isEqualTo(first.queue().counts());
  }

  @Property(tries = 50)
  void otherSeedsAndOtherWiresDiffer(@ForAll long seed) {
    String here = losses(impairment().loss(0.5).seed(seed), "path1 from client/eth1");
    assertThat(losses(impairment().loss(0.5).seed(seed + 1), "path1 from client/eth1"))
        .isNotEqualTo(here);
    assertThat(losses(impairment().loss(0.5).seed(seed), "path1 from server/eth1"))
        .isNotEqualTo(here);
    assertThat(losses(impairment().loss(0.5).seed(seed), "path2 from client/eth1"))
        .isNotEqualTo(here);
  }

  private static String losses(Impairment impairment, String name) {
    VirtualQueue wire = new VirtualQueue(impairment, name);
    wire.send(200, 60, Duration.ZERO);
    return wire.numbers().toString();
  }
}
