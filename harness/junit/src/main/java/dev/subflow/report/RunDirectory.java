// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import dev.subflow.cache.DiskAllowance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one run's results and evidence. Thread-safe.
 *
 * <p>Every method throws {@link UncheckedIOException} when the disk refuses, with the path.
 */
public final class RunDirectory {
  private static final Logger log = LoggerFactory.getLogger(RunDirectory.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
  private static final String LATEST = "latest";

  private final Path path;
  private final DiskAllowance allowance;

  private RunDirectory(Path path, DiskAllowance allowance) {
    this.path = path;
    this.allowance = allowance;
  }

  /**
   * Makes {@code <base>/<yyyyMMdd-HHmmss>-<id>}, never one that exists, and points the symbolic
   * link {@code <base>/latest} at it.
   */
  public static RunDirectory create(Path base) {
    Path absolute = base.toAbsolutePath().normalize();
    createDirectories(absolute);
    while (true) {
      int id = new SecureRandom().nextInt(0x10000);
      String name =
          LocalDateTime.now(ZoneId.systemDefault()).format(TIME) + String.format("-%04x", id);
      try {
        Path path = Files.createDirectory(absolute.resolve(name));
        pointLatestAt(absolute, name);
        return new RunDirectory(path, DiskAllowance.ofProcess());
      } catch (FileAlreadyExistsException e) {
        log.debug("{} is taken, trying another", name);
      } catch (IOException e) {
        throw refused(absolute.resolve(name), e);
      }
    }
  }

  /** The folder given, made when it does not exist. */
  public static RunDirectory at(Path path) {
    return at(path, DiskAllowance.ofProcess());
  }

  static RunDirectory at(Path path, DiskAllowance allowance) {
    Path absolute = path.toAbsolutePath().normalize();
    createDirectories(absolute);
    return new RunDirectory(absolute, allowance);
  }

  /** The line that a run begins with: how much of the disk its evidence may take. */
  public String forecast() {
    return allowance.forecast(path);
  }

  /** Remarks on the evidence for the report, such as that it had to end early; often none. */
  List<String> notes() {
    return allowance.remark().stream().toList();
  }

  /** Where it is: absolute. */
  public Path path() {
    return path;
  }

  /** The folder's own name, which tells runs apart. */
  public String id() {
    return String.valueOf(path.getFileName());
  }

  /**
   * Makes the folder of one test; a second test of the same name, or a second attempt, gets a
   * number behind it.
   *
   * @param test any text that names the test, such as {@code Handshake.fallsBack()}
   */
  public TestEvidence evidence(String test) {
    String name = fileName(test);
    for (int attempt = 1; ; attempt++) {
      Path folder = path.resolve(attempt == 1 ? name : name + "-" + attempt);
      try {
        return new TestEvidence(Files.createDirectory(folder), allowance);
      } catch (FileAlreadyExistsException e) {
        log.debug("{} is taken by another attempt", folder);
      } catch (IOException e) {
        throw refused(folder, e);
      }
    }
  }

  /** A text as a file name: letters, digits, dot, dash and underscore, at most 100 characters. */
  static String fileName(String text) {
    String name =
        text.replace("()", "").replaceAll("[^A-Za-z0-9._-]+", "_").replaceAll("^[._]+|[._]+$", "");
    if (name.isEmpty()) {
      return "unnamed";
    }
    return name.length() <= 100
        ? name
        : name.substring(0, 91) + "-" + Integer.toHexString(text.hashCode());
  }

  /** An I/O error that names the path even where the operating system's does not. */
  static UncheckedIOException refused(Path path, IOException cause) {
    String reason =
        cause instanceof FileSystemException fs && fs.getReason() != null
            ? fs.getReason()
            : cause.getClass() == IOException.class ? cause.getMessage() : cause.toString();
    return new UncheckedIOException(
        "cannot write " + path + ": " + reason + "; check that the disk has room and who owns it",
        cause);
  }

  private static void createDirectories(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw refused(path, e);
    }
  }

  /** A convenience: where links cannot be made the run goes on without. */
  private static void pointLatestAt(Path base, String name) {
    Path fresh = base.resolve(".latest-" + name);
    try {
      Files.createSymbolicLink(fresh, Path.of(name));
      Files.move(fresh, base.resolve(LATEST), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | UnsupportedOperationException e) {
      log.debug("no link {}: {}", base.resolve(LATEST), e.toString());
      deleteQuietly(fresh);
    }
  }

  private static void deleteQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.debug("{} stays: {}", path, e.toString());
    }
  }
}
