// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KernelNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "debian:stable,debian:6.12; debian:stable debian:6.12",
        "tree:D#debug,btf,debian:stable; tree:D#debug,btf debian:stable",
        "debian:stable,tree:D@v7.3#debug,btf; debian:stable tree:D@v7.3#debug,btf",
        "tree:D#debug,btf,tree:E#kasan; tree:D#debug,btf tree:E#kasan",
        "tree:D#debug,./bzImage; tree:D#debug ./bzImage",
        "tree:D#debug,bzImage,btf; tree:D#debug bzImage btf",
        "tree:D,btf; tree:D btf",
        "a,b; a b"
      })
  void fragmentsStayWithTheirTree(String word, String kernels) {
    assertThat(KernelNames.split(List.of(word), "bzImage"::equals))
        .containsExactly(kernels.split(" "));
  }

  @Test
  void wordsAreKernelsOfTheirOwn() {
    assertThat(KernelNames.split(List.of("tree:D#debug", "btf"), name -> false))
        .containsExactly("tree:D#debug", "btf");
  }

  @Test
  void anEmptyNameIsKeptToBeRefused() {
    assertThat(KernelNames.split(List.of("tree:D#debug,"), name -> false))
        .containsExactly("tree:D#debug", "");
  }
}
