// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestFileException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/** Reads one file from a guest. */
final class FileGet implements Exchange {
  private final AgentLink link;
  private final OutputStream out;
  private final CRC32 crc = new CRC32();
  private final CompletableFuture<Checksum> done = new CompletableFuture<>();
  private final AtomicLong size = new AtomicLong();
  private volatile Optional<IOException> writeFailure = Optional.empty();

  private FileGet(AgentLink link, OutputStream out) {
    this.link = link;
    this.out = out;
  }

  /**
   * Reads a file into a stream, which the channel's thread writes to.
   *
   * @throws IOException what writing to the stream threw
   */
  static void run(AgentLink link, String path, OutputStream out) throws IOException {
    FileGet get = new FileGet(link, out);
    int id = link.register(get);
    boolean complete = false;
    try {
      link.send(Requests.get(id, path));
      get.finish(path);
      complete = true;
    } finally {
      link.forget(id);
      if (!complete && link.lostCause().isEmpty()) {
        link.send(Requests.close(id));
      }
    }
  }

  private void finish(String path) throws IOException {
    Checksum there = awaitDone(path);
    if (writeFailure.isPresent()) {
      throw writeFailure.get();
    }
    Checksum here = new Checksum(size.get(), crc.getValue());
    if (!there.equals(here)) {
      throw new GuestFileException(
          link.guest(), path + ": " + there + " were read, " + here + " arrived");
    }
  }

  private Checksum awaitDone(String path) {
    long before = -1;
    while (before != size.get()) {
      before = size.get();
      Optional<Checksum> checksum = link.await(done, AgentLink.PATIENCE);
      if (checksum.isPresent()) {
        return checksum.get();
      }
    }
    throw link.lostOr(
        "reading " + path + " made no progress for " + AgentLink.PATIENCE.toSeconds() + " s");
  }

  @Override
  public void received(Frame frame) {
    switch (frame.type()) {
      case STDOUT -> store(frame.payload());
      case DONE -> done.complete(Replies.fileDone(frame));
      case ERROR -> {
        Replies.Refusal why = Replies.error(frame);
        lost(new GuestFileException(link.guest(), why.errno(), why.message()));
      }
      default -> throw new IllegalArgumentException("a GET has no answer " + frame);
    }
  }

  private void store(byte[] bytes) {
    if (done.isDone()) {
      return;
    }
    try {
      out.write(bytes);
      crc.update(bytes);
      size.addAndGet(bytes.length);
    } catch (GuestException e) {
      lost(e);
    } catch (IOException e) {
      writeFailure = Optional.of(e);
      done.complete(new Checksum(0, 0));
    }
  }

  @Override
  public void lost(GuestException why) {
    done.completeExceptionally(why);
  }
}
