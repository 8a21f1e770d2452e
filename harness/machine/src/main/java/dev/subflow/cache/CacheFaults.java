// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.process.ProgramException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Turns what the file system says about the cache into one message with a next step. */
public final class CacheFaults {
  private static final long NEARLY_FULL_BYTES = 8L << 20;
  private static final long MIB = 1L << 20;

  private CacheFaults() {}

  public static InfrastructureException explain(Path root, String what, IOException fault) {
    String reason = reason(fault);
    if (fault instanceof AccessDeniedException denied && isUnreadable(denied)) {
      return new InfrastructureException(
          what
              + " failed: the cache "
              + root
              + " can't be read: "
              + reason
              + ". Give "
              + System.getProperty("user.name", "this user")
              + " read permission to it, or set XDG_CACHE_HOME to a folder of this user's own.",
          fault);
    }
    String next;
    if (isFull(root, fault)) {
      // A tool's words are many; they stay with the cause.
      reason = fault instanceof ProgramException ? "no space left" : reason;
      next = "Free some space (\"subflow gc\" prunes the cache)";
    } else if (fault instanceof AccessDeniedException
        || (reason.contains("denied") && !(fault instanceof ProgramException))) {
      next = "Give " + System.getProperty("user.name", "this user") + " write permission to it";
    } else if (reason.contains("Read-only file system")) {
      next = "Mount it writable";
    } else if (fault instanceof FileAlreadyExistsException || reason.contains("Not a directory")) {
      next = "Move away the file that is in the way";
    } else {
      return new InfrastructureException(what + " failed: " + reason, fault);
    }
    return new InfrastructureException(
        what
            + " failed: the cache "
            + root
            + " can't be written: "
            + reason
            + " ("
            + space(root)
            + "). "
            + next
            + ", or set XDG_CACHE_HOME to a folder on a disk with room for about 2 GiB.",
        fault);
  }

  /**
   * Says that there was no room.
   *
   * @param said what the fault itself says, in one line
   * @param room what there should be, such as {@code 2 GiB}
   */
  static InfrastructureException outOfRoom(
      Path root, String what, String said, String room, Exception fault) {
    return new InfrastructureException(
        what
            + " failed for want of space: "
            + said.strip()
            + ". The cache "
            + root
            + " has "
            + space(root)
            + " now, and this wants about "
            + room
            + ". Free some space (\"subflow gc\" prunes the cache), or set XDG_CACHE_HOME to a"
            + " folder on a larger disk, and run it again: what is done is kept.",
        fault);
  }

  /** Whether a lack of room explains the fault, even where a tool speaks of something else. */
  public static boolean isFull(Path root, IOException fault) {
    String reason = reason(fault);
    return reason.contains("No space left")
        || reason.contains("Disk quota exceeded")
        || (existing(root).toFile().getUsableSpace() < NEARLY_FULL_BYTES
            && existing(root).toFile().canWrite());
  }

  private static boolean isUnreadable(AccessDeniedException denied) {
    Path file = Path.of(String.valueOf(denied.getFile()));
    Path folder = Optional.ofNullable(file.getParent()).orElse(file);
    return !Files.isExecutable(folder) || (Files.exists(file) && !Files.isReadable(file));
  }

  private static String reason(IOException fault) {
    if (fault instanceof AccessDeniedException denied) {
      return "permission denied on " + denied.getFile();
    }
    if (fault instanceof FileAlreadyExistsException inTheWay) {
      return inTheWay.getFile() + " is a file, not a folder";
    }
    if (fault instanceof FileSystemException && fault.getMessage() == null) {
      return fault.toString();
    }
    return String.valueOf(fault.getMessage());
  }

  private static String space(Path root) {
    Path there = existing(root);
    long free = there.toFile().getUsableSpace() / MIB;
    return free + " MiB free of " + there.toFile().getTotalSpace() / MIB + " MiB";
  }

  private static Path existing(Path path) {
    for (Path p = path.toAbsolutePath(); p != null; p = p.getParent()) {
      if (Files.exists(p)) {
        return p;
      }
    }
    return path.toAbsolutePath().getRoot();
  }
}
