// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Takes what is logged as a warning while progress is shown, which would spoil its line, and hands
 * it on in words for a user. With {@code -v} the log stays as it is.
 */
final class Warnings extends AppenderBase<ILoggingEvent> {
  private final Logger root;
  private final Consumer<String> show;
  private final List<Appender<ILoggingEvent>> others = new ArrayList<>();

  private Warnings(Logger root, Consumer<String> show) {
    this.root = root;
    this.show = show;
    root.iteratorForAppenders().forEachRemaining(others::add);
  }

  /** Begins; empty where the log is not Logback's, or is to be seen in full. */
  static Optional<Warnings> divert(Consumer<String> show) {
    if (!(LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root)
        || root.getLoggerContext().getLogger("dev.subflow").isInfoEnabled()) {
      return Optional.empty();
    }
    Warnings warnings = new Warnings(root, show);
    warnings.setContext(root.getLoggerContext());
    warnings.start();
    warnings.others.forEach(root::detachAppender);
    root.addAppender(warnings);
    return Optional.of(warnings);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      show.accept("warning: " + event.getFormattedMessage());
    }
  }

  /** Gives the log back to those that had it. */
  void end() {
    root.detachAppender(this);
    others.forEach(root::addAppender);
    stop();
  }
}
