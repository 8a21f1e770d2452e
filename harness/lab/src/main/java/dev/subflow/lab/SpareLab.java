// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.UnfinishedCommand;
import dev.subflow.vm.Vm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lab that comes up before anybody has asked for it. Thread-safe. */
final class SpareLab {
  private static final Logger log = LoggerFactory.getLogger(SpareLab.class);

  private final Path folder;
  private final CompletableFuture<Lab> lab = new CompletableFuture<>();
  private volatile CommandLog listener = result -> {};

  /**
   * @param folder empty one for consoles, which goes when the lab is taken or discarded
   */
  SpareLab(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /** Tells whoever takes it of its commands. */
  CommandLog commands() {
    return new CommandLog() {
      @Override
      public void ended(CommandResult result) {
        listener.ended(result);
      }

      @Override
      public void ended(Command command, CommandResult result) {
        listener.ended(command, result);
      }

      @Override
      public void failed(UnfinishedCommand command) {
        listener.failed(command);
      }
    };
  }

  void complete(Supplier<Lab> start) {
    try {
      lab.complete(start.get());
    } catch (RuntimeException | Error e) {
      lab.completeExceptionally(e);
    }
  }

  /**
   * Waits until it is up and gives it away.
   *
   * @throws CompletionException when it did not come up, or is gone again
   * @throws UncheckedIOException when its evidence can't be moved or written
   */
  Lab handOver(Path evidence, CommandLog commands) {
    Lab ready = lab.join();
    for (Vm guest : ready.guests()) {
      guest
          .fate()
          .ifPresent(
              why -> {
                throw new CompletionException(why);
              });
    }
    try {
      // Who writes to these goes on doing so: they are open.
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.move(
              file, evidence.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Files.delete(folder);
      ready.capture(evidence);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    listener = commands;
    return ready;
  }

  /** Ends it, as soon as it is up. */
  void discard() {
    try {
      lab.join().close();
    } catch (CompletionException e) {
      log.debug("it had not come up", e);
    } catch (InfrastructureException e) {
      log.warn("a lab that nobody took did not come down in order: {}", e.getMessage());
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      log.debug("{} stays: {}", folder, e.toString());
    }
  }
}
