// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.topology.Nic;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One NIC's end of a wire: its socket, and QEMU's connection to it. Used by the loop only. */
final class Port implements Source {
  private static final Logger LOG = LoggerFactory.getLogger(Port.class);

  // More than the kernel's default, so that a whole ingress buffer fits; the kernel may lower it.
  private static final int SEND_BUFFER_BYTES = 512 << 10;

  private final WireLoop loop;
  private final int index;
  private final String host;
  private final Nic nic;
  private final Path socket;
  private final Traffic traffic;
  private final ServerSocketChannel server;
  private final Ingress ingress = new Ingress();
  private final Tally tally = new Tally();
  private final List<Source> held = new ArrayList<>();
  private @Nullable Lane outbound;
  private @Nullable Lane inbound;
  private @Nullable SelectionKey key;
  private @Nullable Egress egress;
  private boolean stalled;
  private long congestions;

  Port(WireLoop loop, int index, String host, Nic nic, Path socket, Traffic traffic)
      throws IOException {
    this.loop = loop;
    this.index = index;
    this.host = host;
    this.nic = nic;
    this.socket = socket;
    this.traffic = traffic;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
      loop.register(server, SelectionKey.OP_ACCEPT, this::accept);
    } catch (IOException e) {
      server.close();
      throw new IOException("can't listen on " + socket + " for " + name(), e);
    }
  }

  @Override
  public int index() {
    return index;
  }

  String name() {
    return host + "/" + nic.name();
  }

  String host() {
    return host;
  }

  Nic nic() {
    return nic;
  }

  Path socket() {
    return socket;
  }

  @Override
  public Ingress ingress() {
    return ingress;
  }

  @Override
  public Tally tally() {
    return tally;
  }

  @Override
  public void sent(int frames, long bytes) {
    tally.sentFrames += frames;
    tally.sentBytes += bytes;
  }

  /** Lane of the frames that this port sends, or null. */
  @Nullable Lane outbound() {
    return outbound;
  }

  void setOutbound(Lane lane) {
    outbound = lane;
  }

  /** Lane of the frames for this port, or null. */
  @Nullable Lane inbound() {
    return inbound;
  }

  void setInbound(Lane lane) {
    inbound = lane;
  }

  PortCounters counters() {
    return tally.snapshot(host, nic.name(), key != null);
  }

  private int accept() {
    try {
      SocketChannel channel = server.accept();
      if (channel != null) {
        plug(channel);
      }
    } catch (IOException e) {
      LOG.warn("{}: QEMU's connection failed: {}", name(), e.toString());
    }
    return 0;
  }

  private void plug(SocketChannel channel) throws IOException {
    if (key != null) {
      // A restored guest may connect before the end of its predecessor was seen.
      LOG.info("{}: a new connection replaces the present one", name());
      unplug();
    }
    try {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
      SelectionKey plugged = loop.register(channel, SelectionKey.OP_READ, this::ready);
      key = plugged;
      egress = new Egress(plugged);
      tally.connections++;
      LOG.debug("{}: connected", name());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private int ready() {
    SelectionKey plugged = key;
    if (plugged == null) {
      return 0;
    }
    try {
      int bytes = 0;
      if (plugged.isWritable()) {
        bytes += drain();
      }
      if (plugged.isValid() && plugged.isReadable()) {
        bytes += read(plugged);
      }
      return bytes;
    } catch (IOException e) {
      LOG.debug("{}: connection lost: {}", name(), e.toString());
      unplug();
      return 0;
    }
  }

  private int read(SelectionKey plugged) throws IOException {
    int bytes = ingress.fill((SocketChannel) plugged.channel());
    if (bytes < 0) {
      LOG.debug("{}: QEMU closed its connection", name());
      unplug();
      return 0;
    }
    if (!traffic.carry(this)) {
      plugged.interestOpsAnd(~SelectionKey.OP_READ);
    }
    return bytes;
  }

  private int drain() throws IOException {
    Egress waiting = egress;
    if (waiting == null) {
      return 0;
    }
    int bytes = waiting.drain();
    if (waiting.isDrained()) {
      if (stalled) {
        stalled = false;
        LOG.info("{}: the guest reads again", name());
      }
      release();
    }
    return bytes;
  }

  /** Makes a sender wait while there is no room for a run; false when there is. */
  boolean holdIfFull(Source sender) {
    Lane lane = inbound;
    if (lane != null && !lane.isIdle()) {
      return lane.holdIfFull(sender);
    }
    return holdIfGuestFull(sender);
  }

  /** As {@link #holdIfFull}, for what comes out of the lane to this port. */
  boolean holdIfGuestFull(Source sender) {
    boolean full = egress != null && egress.isFull() && !stalled;
    if (full) {
      hold(sender);
    }
    return full;
  }

  /** Until this port's queue has drained, or until the guest counts as dead. */
  private void hold(Source sender) {
    if (held.isEmpty()) {
      long congestion = ++congestions;
      loop.schedule(traffic.stall(), () -> giveUp(congestion));
    }
    held.add(sender);
  }

  private void giveUp(long congestion) {
    if (congestion == congestions && !held.isEmpty()) {
      stalled = true;
      LOG.warn(
          "{}: the guest has not read its frames for {} ms (stopped, or too busy?);"
              + " frames for it are dropped until it does",
          name(),
          traffic.stall().toMillis());
      release();
    }
  }

  private void release() {
    List<Source> waiting = List.copyOf(held);
    held.clear();
    waiting.forEach(Source::resume);
  }

  @Override
  public void resume() {
    if (key != null && traffic.carry(this) && key != null) {
      key.interestOpsOr(SelectionKey.OP_READ);
    }
  }

  /** Hands a run of whole frames over, or counts why it is lost. */
  void deliver(ByteBuffer run, int frames) {
    Lane lane = inbound;
    if (lane != null && !lane.isIdle()) {
      lane.take(run);
    } else {
      deliverToGuest(run, frames);
    }
  }

  /** As {@link #deliver}, for what comes out of the lane to this port. */
  void deliverToGuest(ByteBuffer run, int frames) {
    Egress out = egress;
    if (out == null) {
      tally.lostUnplugged += frames;
    } else if (out.isFull()) {
      tally.lostStalled += frames;
    } else {
      tally.receivedFrames += frames;
      tally.receivedBytes += run.remaining() - (long) frames * Framing.LENGTH_BYTES;
      try {
        out.offer(run);
      } catch (IOException e) {
        LOG.debug("{}: connection lost: {}", name(), e.toString());
        // Not now: unplugging lets others go on, and a sender is in the middle of its run.
        loop.schedule(Duration.ZERO, () -> unplugIf(out));
      }
    }
  }

  /** Drops what is on its way from or to this port, because the wire was cut. */
  void loseUnderWay() {
    for (Lane lane : new Lane[] {outbound, inbound}) {
      if (lane != null) {
        lane.tally().lostToCut += lane.discard();
      }
    }
  }

  /** Closes the connection of a guest that sent what can't be a frame. */
  @Override
  public void reject(int length) {
    tally.protocolErrors++;
    LOG.warn(
        "{}: connection closed: its next frame claims {} bytes, possible are 1 to {};"
            + " the sender is broken or hostile, or no QEMU stream netdev",
        name(),
        Integer.toUnsignedString(length),
        Framing.MAX_FRAME_BYTES);
    unplug();
  }

  /** Ends the connection, forgets what was under way and lets those who waited go on. */
  void unplug() {
    SelectionKey plugged = key;
    if (plugged == null) {
      return;
    }
    key = null;
    egress = null;
    stalled = false;
    ingress.clear();
    plugged.cancel();
    try {
      plugged.channel().close();
    } catch (IOException e) {
      LOG.debug("{}: closing", name(), e);
    }
    traffic.unplugged(this);
    release();
  }

  private void unplugIf(Egress broken) {
    if (broken.equals(egress)) {
      unplug();
    }
  }

  void close() {
    held.clear();
    unplug();
    try {
      server.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      LOG.warn("{}: {} could not be removed: {}", name(), socket, e.toString());
    }
  }
}
