// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestFileException;
import dev.subflow.guest.GuestLostException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;

/** Writes one file into a guest. */
final class FilePut implements Exchange {
  private static final int CHUNK = 32 << 10;

  private final AgentLink link;
  private final InputWindow window = new InputWindow();
  private final CompletableFuture<Checksum> done = new CompletableFuture<>();

  private FilePut(AgentLink link) {
    this.link = link;
  }

  static void run(AgentLink link, String path, int mode, InputStream in) throws IOException {
    FilePut put = new FilePut(link);
    int id = link.register(put);
    boolean complete = false;
    try {
      link.send(Requests.put(id, path, mode));
      put.stream(id, path, in);
      complete = true;
    } finally {
      link.forget(id);
      if (!complete && link.lostCause().isEmpty()) {
        link.send(Requests.close(id));
      }
    }
  }

  private void stream(int id, String path, InputStream in) throws IOException {
    CRC32 crc = new CRC32();
    long size = 0;
    byte[] buffer = new byte[CHUNK];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      crc.update(buffer, 0, n);
      size += n;
      for (int at = 0; at < n; ) {
        int taken = acquire(n - at, path);
        link.send(Requests.input(id, Arrays.copyOfRange(buffer, at, at + taken)));
        at += taken;
      }
    }
    Checksum sent = new Checksum(size, crc.getValue());
    link.send(Requests.inputEnd(id, sent));
    Checksum written = link.await(done, AgentLink.PATIENCE).orElseThrow(() -> stalled(path));
    if (!written.equals(sent)) {
      throw new GuestFileException(
          link.guest(), path + ": " + sent + " were sent, " + written + " were written");
    }
  }

  private int acquire(int wanted, String path) {
    try {
      int taken = window.acquire(wanted, AgentLink.PATIENCE);
      if (taken == 0) {
        // Refused or lost: the future knows; or nothing happened at all.
        link.await(done, Duration.ZERO);
        throw stalled(path);
      }
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GuestLostException(link.guest(), "the wait for it was interrupted", e);
    }
  }

  private GuestException stalled(String path) {
    return link.lostOr(
        "writing " + path + " made no progress for " + AgentLink.PATIENCE.toSeconds() + " s");
  }

  @Override
  public void received(Frame frame) {
    switch (frame.type()) {
      case WINDOW -> window.grant(Replies.window(frame));
      case DONE -> done.complete(Replies.fileDone(frame));
      case ERROR -> {
        Replies.Refusal why = Replies.error(frame);
        lost(new GuestFileException(link.guest(), why.errno(), why.message()));
      }
      default -> throw new IllegalArgumentException("a PUT has no answer " + frame);
    }
  }

  @Override
  public void lost(GuestException why) {
    done.completeExceptionally(why);
    window.close();
  }
}
