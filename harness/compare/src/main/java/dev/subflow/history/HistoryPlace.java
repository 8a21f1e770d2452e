// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import dev.subflow.cache.Cache;
import dev.subflow.failure.UsageException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Place of a history: a file in the cache, or a server.
 *
 * @param url of JDBC; may hold a password, so messages take {@link #shown}
 * @param file of SQLite; absent for a server
 * @param cache where the spool and the database's folder are
 */
public record HistoryPlace(String url, Optional<Path> file, Path cache) {
  /** Variable of the environment that names the database of a team. */
  public static final String VARIABLE = "SUBFLOW_DB";

  private static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final Pattern SECRET =
      Pattern.compile("(?i)((?:password|sslpassword)=)[^&\\s]*|(//)[^/@\\s]*:[^/\\s]*@");

  public HistoryPlace {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(cache, "cache");
  }

  /**
   * The place that an option names, else the environment, else the file in the cache.
   *
   * @param option a URL of JDBC, or the path of a SQLite file
   * @throws UsageException for a database of another kind
   */
  public static HistoryPlace of(
      Optional<String> option, Map<String, String> environment, Path cache) {
    return option
        .or(() -> Optional.ofNullable(environment.get(VARIABLE)))
        .filter(text -> !text.isBlank())
        .map(text -> named(text.strip(), cache))
        .orElseGet(() -> inCache(cache));
  }

  /** The file in a cache, which is the default. */
  public static HistoryPlace inCache(Path cache) {
    return at(
        cache.resolve(Cache.HISTORY).resolve(Cache.HISTORY_RESULTS).resolve("history.sqlite"),
        cache);
  }

  private static HistoryPlace named(String text, Path cache) {
    if (text.startsWith(POSTGRESQL)) {
      return new HistoryPlace(text, Optional.empty(), cache);
    }
    String path = text.startsWith(SQLITE) ? text.substring(SQLITE.length()) : text;
    if (path.isEmpty() || path.matches("^:.*|^[a-z]+:.*")) {
      throw new UsageException(
          "\""
              + shown(text)
              + "\" is no database of a history: name a PostgreSQL as"
              + " jdbc:postgresql://HOST/DATABASE?user=NAME, or the path of a SQLite file");
    }
    return at(Path.of(path), cache);
  }

  private static HistoryPlace at(Path file, Path cache) {
    Path absolute = file.toAbsolutePath().normalize();
    return new HistoryPlace(SQLITE + absolute, Optional.of(absolute), cache);
  }

  /** For messages: the path, or the URL without what is secret. */
  public String shown() {
    return file.map(Path::toString).orElseGet(() -> shown(url));
  }

  static String shown(String text) {
    return SECRET
        .matcher(text)
        .replaceAll(m -> m.group(1) == null ? m.group(2) + "***@" : m.group(1) + "***");
  }

  /** Never the password. */
  @Override
  public String toString() {
    return shown();
  }
}
