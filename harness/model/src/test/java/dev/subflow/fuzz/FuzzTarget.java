// SPDX-License-Identifier: Apache-2.0
package dev.subflow.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A parser that is given anything. {@code harness/fuzz/run} has a fuzzer make inputs for it; those
 * that are kept in {@code harness/fuzz/corpus} it reads again in each build.
 *
 * <p>An exception that a caller is not told to expect is a fault of the parser, as is a wrong value
 * that an assertion in it notices. So are an input of 4 KiB that takes ten seconds, and one that
 * takes more memory than the fuzzer's JVM has.
 */
public interface FuzzTarget {
  /** Folder of the inputs, from the folder of the module whose tests run. */
  Path CORPUS = Path.of("..", "fuzz", "corpus");

  /** Reads one input. */
  void read(byte[] input) throws IOException;

  /** A test for each input that is kept. */
  @TestFactory
  default Stream<DynamicTest> readsEveryInputKept() throws IOException {
    Path folder = CORPUS.resolve(getClass().getSimpleName());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream().map(this::test);
    }
  }

  private DynamicTest test(Path file) {
    return DynamicTest.dynamicTest(
        String.valueOf(file.getFileName()), () -> read(Files.readAllBytes(file)));
  }
}
