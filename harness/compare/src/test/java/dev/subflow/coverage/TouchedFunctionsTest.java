// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TouchedFunctionsTest {
  private static TouchedFunctions of(String... diffs) {
    return TouchedFunctions.of(List.of(diffs));
  }

  private static String diff(String file, String hunks) {
    return """
        From 0123 Mon Sep 17 00:00:00 2001
        Subject: [PATCH] mptcp: words

        ---
         %1$s | 2 +-
         1 file changed

        diff --git a/%1$s b/%1$s
        index 1..2 100644
        --- a/%1$s
        +++ b/%1$s
        """
            .formatted(file)
        + hunks
        + "-- \n2.47.3\n";
  }

  @Test
  void aHunkNamesItsFunction() {
    TouchedFunctions touched =
        of(
            diff(
                "net/mptcp/pm.c",
                """
                @@ -12,5 +12,6 @@ static bool mptcp_pm_allows_new_subflow(struct mptcp_sock *msk,
                 \tstruct sock *sk = (struct sock *)msk;

                -\tif (a)
                +\tif (b)
                +\t\treturn false;
                 out:
                 \treturn true;
                """));

    assertThat(touched.changed()).containsExactly("mptcp_pm_allows_new_subflow");
    assertThat(touched.added()).isEmpty();
    assertThat(touched.elsewhere()).isEmpty();
  }

  @Test
  void aFunctionThatBeginsWithinTheHunkHasTheLinesBehindIt() {
    TouchedFunctions touched =
        of(
            diff(
                "net/mptcp/pm.c",
                """
                @@ -12,9 +12,9 @@ void mptcp_before(void)
                 \ta();
                 }

                 static int
                 mptcp_after(struct sock *sk,
                 \t    int b)
                 {
                -\tc();
                +\td();
                 }
                """));

    assertThat(touched.changed()).containsExactly("mptcp_after");
  }

  @Test
  void labelsAndThePreprocessorEndNoFunction() {
    TouchedFunctions touched =
        of(
            diff(
                "net/mptcp/pm.c",
                """
                @@ -12,5 +12,6 @@ int mptcp_f(void)
                 out_unlock:
                 #ifdef CONFIG_X
                 \ta();
                 #endif
                +\tb();
                 }
                """));

    assertThat(touched.changed()).containsExactly("mptcp_f");
  }

  @Test
  void aMacroBehindTheFunctionOfTheHeadingIsInNone() {
    TouchedFunctions touched =
        of(
            diff(
                "net/mptcp/protocol.c",
                """
                @@ -1581,5 +1581,5 @@ bool mptcp_subflow_active(struct mptcp_subflow_context *subflow)
                 #define SSK_MODE_ACTIVE\t0
                 #define SSK_MODE_BACKUP\t1
                -#define SSK_MODE_MAX\t2
                +#define SSK_MODE_MAX\t3

                 /* implement the mptcp packet scheduler;
                """));

    assertThat(touched.elsewhere()).containsExactly("net/mptcp/protocol.c");
  }

  @Test
  void soIsALineInTheMiddleOfAMacro() {
    TouchedFunctions touched =
        of(
            diff(
                "net/mptcp/protocol.h",
                """
                @@ -402,7 +402,7 @@ static inline void msk_owned_by_me(const struct mptcp_sock *msk)
                 #undef tcp_sk
                 #define tcp_sk(ptr) ({\t\t\\
                 \ttypeof(ptr) _ptr = (ptr);\t\\
                -\tWARN_ON(a);\t\\
                +\tWARN_ON(b);\t\\
                 \tcontainer_of_const(_ptr, struct tcp_sock, sk);\t\\
                 })
                 #define mptcp_sk(ptr) ({\t\t\\
                """));

    assertThat(touched.elsewhere()).containsExactly("net/mptcp/protocol.h");
  }

  @Test
  void aConditionWithinAFunctionThatIsSeenToBeginIsInIt() {
    TouchedFunctions touched =
        of(
            diff(
                "net/mptcp/pm.c",
                """
                @@ -12,5 +12,7 @@ int mptcp_e(void)
                 }

                 int mptcp_f(void)
                 {
                +#ifdef CONFIG_X
                 \ta();
                +#endif
                """));

    assertThat(touched.changed()).containsExactly("mptcp_f");
    assertThat(touched.elsewhere()).isEmpty();
  }

  @Test
  void functionsThatThePatchBringsAreNotCalledChanged() {
    TouchedFunctions touched =
        of(
            diff(
                "net/mptcp/pm.c",
                """
                @@ -12,6 +12,11 @@ int mptcp_f(void)
                 \ta();
                 }

                +static int mptcp_new(void)
                +{
                +\treturn 1;
                +}
                +
                 int mptcp_g(void)
                 {
                 \ta();
                @@ -40,2 +45,3 @@ int mptcp_g(void)
                 \ta();
                +\tmptcp_new();
                 }
                """),
            diff(
                "net/mptcp/pm.c",
                """
                @@ -15,3 +15,3 @@ static int mptcp_new(void)
                 {
                -\treturn 1;
                +\treturn 2;
                 }
                """));

    assertThat(touched.changed()).containsExactly("mptcp_g");
    assertThat(touched.added()).containsExactly("mptcp_new");
  }

  @Test
  void aFunctionThatMovesOrGetsOtherParametersWasThereBefore() {
    TouchedFunctions touched =
        of(
            diff(
                "net/mptcp/pm.c",
                """
                @@ -12,4 +12,4 @@
                -static int mptcp_f(int a)
                +static int mptcp_f(long a)
                 {
                 \tb();
                 }
                @@ -112,4 +112,0 @@
                -static int mptcp_moved(int a)
                -{
                -\tb();
                -}
                """),
            diff(
                "net/mptcp/pm_kernel.c",
                """
                @@ -12,0 +12,4 @@
                +int mptcp_moved(int a)
                +{
                +\tb();
                +}
                """));

    assertThat(touched.changed()).containsExactly("mptcp_f", "mptcp_moved");
    assertThat(touched.added()).isEmpty();
  }

  @Test
  void whatIsInNoFunctionIsNamedByItsFile() {
    TouchedFunctions touched =
        of(
            diff(
                "net/mptcp/protocol.h",
                """
                @@ -12,4 +12,5 @@ struct mptcp_sock {
                 \tu8\t\ta;
                +\tu8\t\tb;
                 };

                 static inline bool mptcp_is(const struct sock *sk) { return a; }
                @@ -32,3 +33,5 @@ static inline void mptcp_i(void)

                 void mptcp_f(void);
                +int mptcp_g(struct sock *sk,
                +\t    int b);
                 void mptcp_h(void);
                """),
            diff("net/ipv4/tcp.c", "@@ -1,1 +1,2 @@ int tcp_f(void)\n a();\n+ b();\n"),
            diff("tools/testing/selftests/net/mptcp/diag.sh", "@@ -1 +1 @@\n-a\n+b\n"),
            diff("Documentation/networking/mptcp.rst", "@@ -1 +1 @@\n-a\n+b\n"));

    assertThat(touched.changed()).isEmpty();
    assertThat(touched.added()).isEmpty();
    assertThat(touched.elsewhere()).containsExactly("net/ipv4/tcp.c", "net/mptcp/protocol.h");
  }

  @Test
  void inlineFunctionsOfHeadersAreFunctions() {
    TouchedFunctions touched =
        of(
            diff(
                "net/mptcp/protocol.h",
                """
                @@ -12,3 +12,4 @@ struct mptcp_sock {
                 };
                -static inline bool mptcp_is(const struct sock *sk) { return a; }
                +static inline bool mptcp_is(const struct sock *sk) { return b; }
                +/* more */
                 #define A
                """));

    assertThat(touched.changed()).containsExactly("mptcp_is");
    assertThat(touched.elsewhere()).isEmpty();
  }

  @Test
  void tablesAndMacrosAreNoFunctions() {
    TouchedFunctions touched =
        of(
            diff(
                "net/mptcp/mib.c",
                """
                @@ -12,4 +12,5 @@ int mptcp_f(void)
                 static const struct snmp_mib mptcp_snmp_list[] = {
                +\tSNMP_MIB_ITEM("MPCapableX", MPTCP_MIB_X),
                 };
                 TRACE_EVENT(mptcp_x,
                +\tTP_PROTO(int a),
                """));

    assertThat(touched.changed()).isEmpty();
    assertThat(touched.elsewhere()).containsExactly("net/mptcp/mib.c");
  }

  @Test
  void filesThatComeAndGoAreRead() {
    TouchedFunctions touched =
        of(
            """
            --- /dev/null
            +++ b/net/mptcp/new.c
            @@ -0,0 +1,3 @@
            +int n(void)
            +{
            +}
            --- a/net/mptcp/old.c
            +++ /dev/null
            @@ -1,3 +0,0 @@
            -int o(void)
            -{
            -}
            """);

    assertThat(touched.added()).containsExactly("n");
    assertThat(touched.changed()).containsExactly("o");
  }

  @Test
  void linesThatLookLikeHeadersStayLines() {
    TouchedFunctions touched =
        of(
            diff(
                "net/mptcp/pm.c",
                """
                @@ -1,2 +1,2 @@ int f(void)
                --- a/x;
                +++ b/x;
                 \ta();
                \\ No newline at end of file
                @@ -9 +9 @@ int g(void)
                -\ta();
                +\tb();
                """));

    assertThat(touched.changed()).containsExactly("f", "g");
  }

  @Test
  void otherFilesThatDifferAreNamedButThoseOfMptcp() {
    TouchedFunctions touched =
        of().withFiles(List.of("net/mptcp/pm.c", "include/net/mptcp.h", "tools/x"));

    assertThat(touched.elsewhere()).containsExactly("include/net/mptcp.h");
  }
}
