// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** The folder that a database's files are in. */
final class Folder {
  private Folder() {}

  /** Makes it where it is not there; SQLite's own message names no path. */
  static void make(Path folder) throws SQLException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new SQLException("the folder " + folder + " can't be made: " + e, e);
    }
  }
}
