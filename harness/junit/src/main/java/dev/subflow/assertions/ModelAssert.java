// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Base of the assertions on models: messages that show the tool's own output. */
abstract class ModelAssert<S extends ModelAssert<S, A>, A> extends AbstractAssert<S, A> {
  ModelAssert(@Nullable A actual, Class<S> self) {
    super(actual, self);
  }

  /** Text to show under a failure. */
  abstract String raw();

  /** Title of the raw text. */
  String title() {
    return "output";
  }

  /** The model; an assertion error if there is none. */
  final A model() {
    isNotNull();
    return actual;
  }

  /** Fails with a message and the raw text under it. */
  final AssertionError failure(String message) {
    String text = raw();
    return failure(
        "%s", message + "\n--- " + title() + "\n" + (text.isBlank() ? "(empty)" : text.strip()));
  }

  /** Fails unless two values are equal. */
  final void check(String what, Object wanted, Object found) {
    if (!wanted.equals(found)) {
      throw failure("expected " + what + " " + wanted + " but was " + found);
    }
  }

  /** Fails unless a value reaches a bound. */
  final void checkAtLeast(String what, long bound, long found) {
    if (Long.compareUnsigned(found, bound) < 0) {
      throw failure(
          "expected "
              + what
              + " of at least "
              + Long.toUnsignedString(bound)
              + " but was "
              + Long.toUnsignedString(found));
    }
  }

  /** Fails if there is something missing or unexpected. */
  final void checkNothing(String what, List<?> missing, List<?> unexpected) {
    if (!missing.isEmpty() || !unexpected.isEmpty()) {
      throw failure(what + list("missing", missing) + list("unexpected", unexpected));
    }
  }

  /** Fails if there are lines that nothing could be read from: what is absent may be in them. */
  final void checkUnderstood(List<String> unrecognised) {
    if (!unrecognised.isEmpty()) {
      throw failure("could not read every line of the output" + list("unreadable", unrecognised));
    }
  }

  static String list(String title, List<?> items) {
    return items.isEmpty()
        ? ""
        : items.stream()
            .map(i -> "\n  " + i)
            .collect(Collectors.joining("", "\n" + title + ":", ""));
  }
}
