// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * A folder that a stranger filled, or a stranger's build. Whatever is read, listed or written in it
 * lies in it: links within it are followed, links out of it are refused.
 *
 * <p>It looks, and then acts: nobody may change the folder meanwhile.
 */
public final class Enclosure {
  /** Longest text that is read of one: no index or configuration of a kernel comes near. */
  public static final int TEXT_BYTES = 64 << 20;

  private final Path folder;
  private final Path real;

  private Enclosure(Path folder, Path real) {
    this.folder = folder;
    this.real = real;
  }

  /** A folder that is there; it may itself be named by a link. */
  public static Enclosure of(Path folder) throws IOException {
    Path whole = folder.toAbsolutePath().normalize();
    return new Enclosure(whole, whole.toRealPath());
  }

  /**
   * The real path of something in the folder; empty when nothing is there.
   *
   * @throws UsageException when it is somewhere else
   */
  public Optional<Path> find(Path relative) throws IOException {
    Path path = within(relative);
    try {
      return Optional.of(inside(path, path.toRealPath()));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      throw new UsageException(RelativePath.shown(path.toString()) + " can't be read: " + e, e);
    }
  }

  /** The same of a regular file; empty when it is anything else. */
  public Optional<Path> file(Path relative) throws IOException {
    return find(relative).filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * The text of a file; empty when there is none.
   *
   * @throws UsageException when it has more than {@link #TEXT_BYTES}
   */
  public Optional<String> text(Path relative) throws IOException {
    Optional<Path> file = file(relative);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file.get(), LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(TEXT_BYTES + 1);
      if (bytes.length > TEXT_BYTES) {
        throw new UsageException(
            within(relative)
                + " has more than "
                + (TEXT_BYTES >> 20)
                + " MiB, and a text of at most that is expected there.");
      }
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /** The text of a file that {@link #write} left; empty when anything else is there, as a link. */
  public Optional<String> ownText(Path relative) throws IOException {
    Path target = target(relative);
    return Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
        ? text(relative)
        : Optional.empty();
  }

  /** Every regular file below a folder, by its path in this one; links are left out. */
  public List<Path> regularFiles(Path below) throws IOException {
    Optional<Path> start = find(below);
    return start.isEmpty()
        ? List.of()
        : Folders.regularFiles(start.get()).stream()
            .map(file -> below.resolve(start.get().relativize(file)))
            .toList();
  }

  /**
   * Writes a file, in place of whatever has its name: a link is replaced and not followed.
   *
   * @return where it is
   * @throws UsageException when the folder it belongs in is somewhere else
   */
  public Path write(Path relative, String text) throws IOException {
    Path target = target(relative);
    Files.deleteIfExists(target);
    return Files.writeString(target, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** An empty folder, in place of whatever has its name. */
  public Path emptyFolder(Path relative) throws IOException {
    Path target = target(relative);
    Folders.delete(target);
    return Files.createDirectory(target);
  }

  private Path target(Path relative) throws IOException {
    Path path = within(relative);
    Path parent = Optional.ofNullable(path.getParent()).orElse(folder);
    return inside(path, parent.toRealPath()).resolve(path.getFileName());
  }

  private Path within(Path relative) {
    Path path = folder.resolve(relative).normalize();
    if (relative.isAbsolute() || !path.startsWith(folder)) {
      throw new UsageException(
          "\"" + RelativePath.shown(relative.toString()) + "\" is no path within " + folder + ".");
    }
    return path;
  }

  private Path inside(Path path, Path target) {
    if (!target.startsWith(real)) {
      throw new UsageException(
          RelativePath.shown(path.toString())
              + " leads out of "
              + folder
              + ", to "
              + RelativePath.shown(target.toString())
              + ": links are followed only within the folder. Put the file itself there.");
    }
    return target;
  }
}
