// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.coverage.FunctionScan.Line;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FunctionScanTest {
  /** Reads lines of which those that begin with a plus are touched. */
  private static FunctionScan scan(String heading, String text) {
    List<Line> lines = text.lines().map(l -> new Line(l.substring(1), l.startsWith("+"))).toList();
    return FunctionScan.of(heading, lines);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "static bool mptcp_f(struct sock *sk,; mptcp_f",
        "int mptcp_f(void); mptcp_f",
        "mptcp_f(struct sock *sk); mptcp_f",
        "struct sock *mptcp_f(int a); mptcp_f"
      })
  void theHeadingNamesTheFunction(String heading, String name) {
    assertThat(scan(heading, "+\ta();").touched()).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "struct mptcp_pm_ops {",
        "int mptcp_declared(void);",
        "TRACE_EVENT(mptcp_subflow_get_send,",
        "int (*get_local_id)(struct mptcp_sock *msk)"
      })
  void otherHeadingsNameNone(String heading) {
    FunctionScan scan = scan(heading, "+\ta();");

    assertThat(scan.touched()).isEmpty();
    assertThat(scan.outside()).isTrue();
  }

  @Test
  void aFunctionEndsWithItsBrace() {
    FunctionScan scan = scan("void mptcp_f(void)", " \ta();\n }\n+static int x;");

    assertThat(scan.touched()).isEmpty();
    assertThat(scan.outside()).isTrue();
  }

  @Test
  void aFunctionWhoseFirstLineIsTouchedIsBegun() {
    FunctionScan scan = scan("", "+static int\n+mptcp_f(void)\n {\n+\ta();\n }");

    assertThat(scan.touched()).containsExactly("mptcp_f");
    assertThat(scan.begun()).containsExactly("mptcp_f");
    assertThat(scan("", " int mptcp_f(void)\n {\n+\ta();\n }").begun()).isEmpty();
  }

  @Test
  void aLabelIsWithinItsFunctionAndADeclarationEndsIt() {
    assertThat(scan("int mptcp_f(void)", " out:\n+\treturn 0;").touched())
        .containsExactly("mptcp_f");
    assertThat(scan("int mptcp_f(void)", " int mptcp_g(int a,\n \t\t int b);\n+int c;").touched())
        .isEmpty();
  }

  @Test
  void commentsOutsideTellNothing() {
    assertThat(scan("", "+/* words\n+ * more\n+ */\n+// line\n+").outside()).isFalse();
  }

  @Test
  void ofAMacroBehindAHeadingNobodyKnowsWhereItIs() {
    FunctionScan scan = scan("int mptcp_f(void)", "+#define A \\\n+\tb\n");

    assertThat(scan.outside()).isTrue();
  }
}
