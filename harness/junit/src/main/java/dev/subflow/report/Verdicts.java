// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestLostException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.opentest4j.TestAbortedException;

/** Tells from what a test threw whose fault it was. */
final class Verdicts {
  private static final int MESSAGE_LIMIT = 16_000;

  private Verdicts() {}

  /** The verdict on a test that threw: see {@link TestEnd#of}. */
  static Verdict of(Throwable thrown) {
    if (reaches(thrown, GuestCrashedException.class, true)) {
      return Verdict.CRASH;
    }
    if (reaches(thrown, GuestLostException.class, false)) {
      return Verdict.INCONCLUSIVE;
    }
    Throwable decisive = unwrap(thrown);
    if (decisive instanceof AssertionError
        || decisive instanceof ConditionTimeoutException
        || decisive instanceof TerminalFailureException) {
      return Verdict.FAIL;
    }
    return decisive instanceof TestAbortedException ? Verdict.SKIP : Verdict.INCONCLUSIVE;
  }

  /** Text that a reader of the results needs of an exception: messages with causes, no trace. */
  static String message(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Throwable decisive = unwrap(thrown);
    append(text, decisive);
    Throwable cause = decisive.getCause();
    for (int depth = 0; cause != null && depth < 5; depth++, cause = cause.getCause()) {
      String message = cause.getMessage();
      // The cause's text is often part of the message already.
      if (message != null && text.indexOf(message) < 0) {
        append(text.append("\ncaused by: "), cause);
      }
    }
    for (Throwable suppressed : decisive.getSuppressed()) {
      append(text.append("\nalso: "), suppressed);
    }
    return text.length() <= MESSAGE_LIMIT
        ? text.toString()
        : text.substring(0, MESSAGE_LIMIT) + "\n[... " + (text.length() - MESSAGE_LIMIT) + " more]";
  }

  private static void append(StringBuilder text, Throwable thrown) {
    String message = thrown.getMessage();
    boolean speaksForItself =
        thrown instanceof AssertionError
            || thrown instanceof TestAbortedException
            || thrown.getClass().getName().startsWith("dev.subflow.");
    if (message == null || message.isBlank()) {
      text.append(thrown.getClass().getName());
    } else {
      text.append(speaksForItself ? "" : thrown.getClass().getSimpleName() + ": ").append(message);
    }
  }

  /** Exception that a wrapper of the Java library was put around. */
  private static Throwable unwrap(Throwable thrown) {
    Throwable current = thrown;
    for (int depth = 0; depth < 16; depth++) {
      Throwable cause = current.getCause();
      if (cause == null || !isWrapper(current)) {
        return current;
      }
      current = cause;
    }
    return current;
  }

  private static boolean isWrapper(Throwable thrown) {
    return thrown instanceof ExecutionException
        || thrown instanceof CompletionException
        || thrown instanceof InvocationTargetException
        || thrown instanceof UndeclaredThrowableException;
  }

  private static boolean reaches(
      Throwable start, Class<? extends Throwable> wanted, boolean suppressedToo) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>();
    open.push(start);
    while (!open.isEmpty()) {
      Throwable current = open.pop();
      if (wanted.isInstance(current)) {
        return true;
      }
      if (!seen.add(current)) {
        continue;
      }
      if (current.getCause() != null) {
        open.push(current.getCause());
      }
      if (suppressedToo) {
        for (Throwable suppressed : current.getSuppressed()) {
          open.push(suppressed);
        }
      }
    }
    return false;
  }
}
