// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.failure.UsageException;
import java.nio.file.Path;
import java.util.List;

/** A source that does not compile or link: the fault of the source, or of its patches. */
@SuppressWarnings("serial") // never serialised
public final class KernelBuildException extends UsageException {
  private final List<CompileError> errors;
  private final Path log;

  /**
   * A build that failed.
   *
   * @param errors of compiler and linker, in order
   * @param log its whole output, or the folder that has it
   */
  public KernelBuildException(String message, List<CompileError> errors, Path log) {
    super(message);
    this.errors = List.copyOf(errors);
    this.log = log;
  }

  /** Errors of compiler and linker, in order; empty when the output does not tell. */
  public List<CompileError> errors() {
    return errors;
  }

  /** The whole output of the build. */
  public Path log() {
    return log;
  }
}
