// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

/** Frames survive the wire, and the wire may carry anything else beside them. */
final class FrameCodecTest {
  private FrameDecoder decoder = new FrameDecoder();
  private final List<Frame> frames = new ArrayList<>();

  @BeforeTry
  void forgetTheLastTry() {
    decoder = new FrameDecoder();
    frames.clear();
  }

  private void feed(byte[] bytes, int step) {
    for (int at = 0; at < bytes.length; at += step) {
      decoder.decode(ByteBuffer.wrap(bytes, at, Math.min(step, bytes.length - at)), frames::add);
    }
  }

  private static byte[] encode(Frame frame) {
    ByteBuffer encoded = FrameEncoder.encode(frame);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Provide
  Arbitrary<Frame> anyFrame() {
    return Combinators.combine(
            Arbitraries.of(FrameType.class),
            Arbitraries.integers(),
            Arbitraries.of(true, false),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(300))
        .as(Frame::new);
  }

  /** The same bytes stand in the agent's test_frame.c: both sides agree on the wire. */
  @Example
  void aFrameHasTheseBytes() {
    Frame frame = Frame.of(FrameType.STDOUT, 0x102, "abc".getBytes(UTF_8));

    assertThat(HexFormat.of().formatHex(encode(frame)))
        .isEqualTo("f55346fa83005e370000010200000003b406a01c616263");
  }

  @Property(tries = 300)
  void whatIsEncodedIsDecodedHoweverItIsCut(
      @ForAll List<@From("anyFrame") Frame> sent, @ForAll @IntRange(min = 1, max = 100) int step) {
    feed(join(sent.stream().map(FrameCodecTest::encode).toArray(byte[][]::new)), step);

    assertThat(frames).isEqualTo(sent);
    assertThat(decoder.skippedBytes()).isZero();
    assertThat(decoder.skippedHead()).isEmpty();
  }

  @Property(tries = 300)
  void garbageBeforeAFrameIsSkippedAndCounted(
      @ForAll byte[] garbage, @ForAll("anyFrame") Frame frame) {
    feed(join(garbage, encode(frame)), 7);

    assertThat(frames).containsExactly(frame);
    assertThat(decoder.skippedBytes()).isEqualTo(garbage.length);
    assertThat(decoder.skippedInARow()).isZero();
  }

  @Property(tries = 500)
  void aFlippedBitLosesOnlyItsFrame(
      @ForAll("anyFrame") Frame first, @ForAll("anyFrame") Frame second, @ForAll int bit) {
    byte[] damaged = encode(first);
    int at = Math.floorMod(bit, damaged.length * 8);
    damaged[at / 8] ^= (byte) (1 << at % 8);

    feed(join(damaged, encode(second)), 50);

    assertThat(frames).containsExactly(second);
    assertThat(decoder.skippedBytes()).isEqualTo(damaged.length);
  }

  @Property(tries = 200)
  void framesAreFoundInAStreamFullOfFalseBegins(@ForAll long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    List<Frame> sent = new ArrayList<>();
    long garbage = 0;
    for (int i = 0; i < 20; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      for (int k = 0; k + 4 <= noise.length; k += 4 + random.nextInt(8)) {
        ByteBuffer.wrap(noise).putInt(k, FrameHeader.MAGIC);
      }
      byte[] payload = new byte[random.nextInt(5000)];
      random.nextBytes(payload);
      Frame frame = Frame.of(FrameType.STDERR, random.nextInt(), payload);
      stream.writeBytes(noise);
      stream.writeBytes(encode(frame));
      sent.add(frame);
      garbage += noise.length;
    }

    feed(stream.toByteArray(), 1 + random.nextInt(3000));

    assertThat(frames).isEqualTo(sent);
    assertThat(decoder.skippedBytes()).isEqualTo(garbage);
  }

  @Example
  void pureGarbageGivesNothingHoweverMuch() {
    Random random = new Random(1);
    byte[] noise = new byte[1 << 16];
    for (int i = 0; i < 100; i++) {
      random.nextBytes(noise);
      ByteBuffer.wrap(noise).putInt(random.nextInt(1000), FrameHeader.MAGIC);
      feed(noise, 8192);
    }

    assertThat(frames).isEmpty();
    assertThat(decoder.skippedInARow()).isGreaterThan(99L << 16);
    assertThat(decoder.skippedHead()).matches("([0-9a-f]{2} ){31}[0-9a-f]{2}");
  }

  @Example
  void theLongestFramePasses() {
    Frame longest = Frame.of(FrameType.INPUT, 1, new byte[Frame.MAX_PAYLOAD]);
    Frame next = Frame.of(FrameType.INPUT, 2, new byte[1]);

    feed(join(encode(longest), encode(next)), 1000);

    assertThat(frames).containsExactly(longest, next);
  }

  @Example
  void aLongerOneCannotBeMade() {
    assertThatThrownBy(() -> Frame.of(FrameType.INPUT, 1, new byte[Frame.MAX_PAYLOAD + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65537");
  }

  @Example
  void rescanFindsFramesBehindOneThatWillNeverBeComplete() {
    byte[] cut = new byte[100];
    System.arraycopy(encode(Frame.of(FrameType.STDOUT, 1, new byte[5000])), 0, cut, 0, 100);
    Frame answer = Frame.of(FrameType.SYNC_ACK, 2, new byte[30]);
    feed(join(cut, encode(answer)), 1000);
    assertThat(frames).isEmpty();

    decoder.rescan(frames::add);

    assertThat(frames).containsExactly(answer);
    assertThat(decoder.skippedBytes()).isEqualTo(100);
  }

  @Example
  void aTypeWeDoNotKnowIsGarbage() {
    byte[] unknown = encode(Frame.of(FrameType.DONE, 1));
    unknown[FrameHeader.TYPE_AT] = 0x7f;
    ByteBuffer view = ByteBuffer.wrap(unknown);
    view.putShort(FrameHeader.CHECK_AT, FrameHeader.check(unknown, 0));
    view.putInt(FrameHeader.CRC_AT, FrameHeader.crc(unknown, 0, 0));

    feed(unknown, 100);

    assertThat(frames).isEmpty();
    assertThat(decoder.skippedBytes()).isEqualTo(unknown.length);
  }
}
