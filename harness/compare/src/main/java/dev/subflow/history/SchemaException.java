// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import java.sql.SQLException;

/** The database's schema is not one of those that this version makes. */
final class SchemaException extends SQLException {
  SchemaException(String message) {
    super(message);
  }
}
