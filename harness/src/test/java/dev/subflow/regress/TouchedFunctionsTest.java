// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TouchedFunctionsTest {
  @ParameterizedTest
  @CsvSource({
    "never-counted-out, mptcp_set_state",
    "join-counted-twice, subflow_finish_connect",
    "address-not-removed, mptcp_pm_remove_addr"
  })
  void functionIsTheOneAtTheHunk(String patch, String function) throws IOException {
    TouchedFunctions touched = TouchedFunctions.of(mutation(patch));

    assertThat(touched.names()).containsExactly(function);
    assertThat(touched.elsewhere()).isEmpty();
  }

  @Test
  void commentsTouchNothing() throws IOException {
    assertThat(TouchedFunctions.of(mutation("comment-only")).isNothing()).isTrue();
  }

  @Test
  void functionThatBeginsWithinTheHunkIsTheOne() {
    TouchedFunctions touched =
        TouchedFunctions.of(
            """
            --- a/net/mptcp/pm.c
            +++ b/net/mptcp/pm.c
            @@ -1,6 +1,7 @@ static void before(void)
             	return;
             }

             int after(int a,
             	  int b)
             {
            +	a++;
            """);

    assertThat(touched.names()).containsExactly("after");
    assertThat(touched.elsewhere()).isEmpty();
  }

  @Test
  void labelsBelongToTheirFunction() {
    TouchedFunctions touched =
        TouchedFunctions.of(
            """
            --- a/net/mptcp/pm.c
            +++ b/net/mptcp/pm.c
            @@ -9,2 +9,3 @@ static int work(void)
             out:
            +	unlock();
             	return 0;
            """);

    assertThat(touched.names()).containsExactly("work");
  }

  @Test
  void whatIsInNoFunctionIsElsewhere() {
    TouchedFunctions touched =
        TouchedFunctions.of(
            """
            --- a/net/mptcp/protocol.h
            +++ b/net/mptcp/protocol.h
            @@ -1,2 +1,3 @@ struct mptcp_sock {
             	u64 a;
            +	u64 b;
             };
            --- a/net/ipv4/tcp.c
            +++ b/net/ipv4/tcp.c
            @@ -7 +7 @@ void tcp_push(struct sock *sk)
            -	a();
            +	b();
            --- a/net/mptcp/pm.c
            +++ b/net/mptcp/pm.c
            @@ -1,3 +1,4 @@ static void before(void)
             	return;
             }
            +EXPORT_SYMBOL_GPL(before);

            --- a/Documentation/networking/mptcp.rst
            +++ b/Documentation/networking/mptcp.rst
            @@ -1 +1 @@
            -Text
            +text
            """);

    assertThat(touched.names()).isEmpty();
    assertThat(touched.elsewhere())
        .containsExactly("net/ipv4/tcp.c", "net/mptcp/pm.c", "net/mptcp/protocol.h");
  }

  @Test
  void signatureOfAMailIsNoPartOfTheLastHunk() {
    TouchedFunctions touched =
        TouchedFunctions.of(
            """
            --- a/net/mptcp/pm.c
            +++ b/net/mptcp/pm.c
            @@ -7 +7 @@ static void one(void)
            -	a();
            +	b();
            --\s
            2.47.0

            """);

    assertThat(touched.names()).containsExactly("one");
    assertThat(touched.elsewhere()).isEmpty();
  }

  private static String mutation(String name) throws IOException {
    String path = "/regress/mutations/" + name + ".patch";
    try (InputStream in = TouchedFunctionsTest.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
