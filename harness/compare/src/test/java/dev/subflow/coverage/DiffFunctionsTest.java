// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DiffFunctionsTest {
  private static final String RENAMED =
      """
      --- a/net/mptcp/pm.c
      +++ b/net/mptcp/pm.c
      @@ -1,8 +1,8 @@
      -int mptcp_old(void)
      +int mptcp_new(void)
       {
       \treturn 0;
       }

       int mptcp_kept(void)
       {
      """;

  private static DiffFunctions of(String diff) {
    return DiffFunctions.of(diff, path -> path.endsWith(".c"));
  }

  @Test
  void aFunctionThatIsRenamedGoesAndAnotherBegins() {
    DiffFunctions functions = of(RENAMED);

    assertThat(functions.gone()).containsExactly("mptcp_old");
    assertThat(functions.begun()).containsExactly("mptcp_new");
    assertThat(functions.touched()).containsExactly("mptcp_new", "mptcp_old");
    assertThat(functions.elsewhere()).isEmpty();
  }

  @Test
  void filesWhoseFunctionsAreNotWantedAreElsewhere() {
    DiffFunctions functions = of(RENAMED.replace("pm.c", "protocol.h"));

    assertThat(functions.elsewhere()).containsExactly("net/mptcp/protocol.h");
    assertThat(functions.touched()).isEmpty();
  }

  @Test
  void linesThatNoFunctionHasAreElsewhere() {
    DiffFunctions functions =
        of(
            """
            --- a/net/mptcp/pm.c
            +++ b/net/mptcp/pm.c
            @@ -1,2 +1,2 @@
            -static int a;
            +static int b;
             static int c;
            """);

    assertThat(functions.elsewhere()).containsExactly("net/mptcp/pm.c");
    assertThat(functions.touched()).isEmpty();
  }

  @Test
  void whatIsNoDiffTouchesNothing() {
    DiffFunctions functions = of("Dear all,\n\nplease apply.\n");

    assertThat(functions.touched()).isEmpty();
    assertThat(functions.elsewhere()).isEmpty();
  }
}
