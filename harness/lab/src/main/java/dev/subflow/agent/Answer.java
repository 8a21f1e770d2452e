// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import dev.subflow.guest.GuestException;
import java.util.concurrent.CompletableFuture;

/** An exchange of one answer. */
final class Answer implements Exchange {
  private final CompletableFuture<Frame> frame = new CompletableFuture<>();

  CompletableFuture<Frame> frame() {
    return frame;
  }

  @Override
  public void received(Frame answer) {
    frame.complete(answer);
  }

  @Override
  public void lost(GuestException why) {
    frame.completeExceptionally(why);
  }
}
