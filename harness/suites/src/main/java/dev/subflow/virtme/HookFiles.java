// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hooks of one run in its kernel tree, gone when it ends. A user's own files are never touched;
 * those of a run that was killed are known by their first line and removed by the next one.
 */
final class HookFiles implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HookFiles.class);
  private static final String OURS = "# Written by Subflow for the time of one run, by process ";

  private final List<Path> files;

  private HookFiles(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /**
   * Writes them.
   *
   * @param owner the process that they are written for
   * @throws UsageException if one of them is there already; none is written then
   */
  static HookFiles write(KernelTree tree, Hooks hooks, Owner owner) {
    removeStale(tree);
    List<String> inTheWay =
        hooks.scripts().keySet().stream()
            .map(Hooks.Place::file)
            .filter(name -> Files.exists(tree.root().resolve(name), LinkOption.NOFOLLOW_LINKS))
            .sorted()
            .toList();
    if (!inTheWay.isEmpty()) {
      throw refusal(tree, inTheWay);
    }
    List<Path> written = new ArrayList<>();
    try {
      for (Map.Entry<Hooks.Place, String> hook : hooks.scripts().entrySet()) {
        Path file = tree.root().resolve(hook.getKey().file());
        String text = OURS + owner.name() + "\n" + hook.getValue();
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        written.add(file);
      }
    } catch (FileAlreadyExistsException e) {
      new HookFiles(written).close();
      throw refusal(tree, List.of(String.valueOf(Path.of(e.getFile()).getFileName())));
    } catch (IOException e) {
      new HookFiles(written).close();
      throw new UsageException("the kernel tree " + tree.root() + " cannot be written: " + e, e);
    }
    return new HookFiles(written);
  }

  private static UsageException refusal(KernelTree tree, List<String> names) {
    return new UsageException(
        tree.root()
            + " has "
            + String.join(", ", names)
            + " already, and this run needs to write it; move it away, or leave the run's own"
            + " hooks out to have yours used");
  }

  /** Removes what runs left behind whose process is gone. */
  static void removeStale(KernelTree tree) {
    for (Hooks.Place place : Hooks.Place.values()) {
      Path file = tree.root().resolve(place.file());
      Optional<Owner> owner = ownerOf(file);
      if (owner.isPresent() && owner.get().isGone()) {
        log.info("removing {}, left by a run that was killed", file);
        delete(file);
      }
    }
  }

  private static Optional<Owner> ownerOf(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .findFirst()
          .filter(line -> line.startsWith(OURS))
          .flatMap(line -> Owner.parse(line.substring(OURS.length())));
    } catch (IOException | UncheckedIOException e) {
      log.debug("{} is not ours: {}", file, e.toString());
      return Optional.empty();
    }
  }

  /** Where they are. */
  List<Path> files() {
    return files;
  }

  @Override
  public void close() {
    files.forEach(HookFiles::delete);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new InfrastructureException("cannot remove " + file + ": remove it by hand", e);
    }
  }
}
