// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RelativePathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "6.12.107+deb13-cloud-amd64",
        "7.1.0-rc3-00123-gabc~dirty",
        "6.9.3-200.fc40.x86_64",
        "mptcp_connect.sh",
        "snd-soc-tlv320aic3x-i2c.ko",
        "_x"
      })
  void ordinaryNamesPass(String name) {
    assertThat(RelativePath.name(name, "x")).isEqualTo(name);
    assertThat(RelativePath.path("kernel/net/" + name, "x")).isEqualTo("kernel/net/" + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../x",
        "a/../b",
        "/etc/passwd",
        "a//b",
        "a/",
        "-rf",
        "a/-rf",
        ".hidden",
        "a b",
        "a\nb",
        "a\0b",
        "$(id)",
        "`id`",
        "a;b",
        "\u001b[2J",
        "\u202ex",
        "a\\b"
      })
  void othersDoNot(String value) {
    assertThatThrownBy(() -> RelativePath.path(value, "/x/list:3: the module"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("/x/list:3: the module is \"")
        .hasMessageContaining("Allowed: ");
    assertThatThrownBy(() -> RelativePath.name(value, "x")).isInstanceOf(UsageException.class);
  }

  @Test
  void aNameHasNoFoldersAndAnEnd() {
    assertThatThrownBy(() -> RelativePath.name("a/b", "x")).hasMessageContaining("\"a/b\"");
    assertThatThrownBy(() -> RelativePath.name("a".repeat(256), "x"))
        .hasMessageContaining("… (256 characters)");
    assertThatThrownBy(() -> RelativePath.path("a/".repeat(600) + "a", "x"))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void aMessageSpeaksToNoTerminal() {
    assertThatThrownBy(() -> RelativePath.name("6.1\u001b]0;owned\u0007\u202e", "x"))
        .hasMessageContaining("\"6.1\\u001b]0;owned\\u0007\\u202e\"");
  }
}
