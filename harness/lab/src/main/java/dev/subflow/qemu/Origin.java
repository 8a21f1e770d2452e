// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import java.nio.file.Path;
import java.util.Objects;

/** Ways in which a machine comes to life. */
sealed interface Origin {
  /** From its kernel, with memory of its own. */
  record Boot() implements Origin {}

  /**
   * From its kernel, with its memory in a file: what a template is made from.
   *
   * @param memory file that QEMU makes and writes
   */
  record Recorded(Path memory) implements Origin {
    public Recorded {
      Objects.requireNonNull(memory, "memory");
    }
  }

  /**
   * From a template; what it writes to its memory is its own.
   *
   * @param template what it is a copy of
   * @param memory path that QEMU takes to the template's memory
   * @param readOnly whether QEMU may only read that file
   */
  record Cloned(Template template, Path memory, boolean readOnly) implements Origin {
    public Cloned {
      Objects.requireNonNull(template, "template");
      Objects.requireNonNull(memory, "memory");
    }
  }
}
