package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** P26: every case of RFC 6455, carried out against a pod by two clients that others wrote. */
final class ProtocolCasesTest {
  private static final Path DOCUMENT =
      Path.of("..", "docs", "protocol", "websocket-conformance.md");
  private static final List<ProtocolCase> CASES = ProtocolCases.all();

  private static Fleet fleet;
  private static PodProcess pod;

  @BeforeAll
  static void start() {
    fleet = new Fleet();
    pod = fleet.start();
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @ParameterizedTest
  @EnumSource
  void row_54_every_case_of_the_protocol_ends_as_the_page_says(ProtocolPeers peer) {
    List<JsonObject> results = peer.carryOut(pod, fleet.token("ann"), CASES);
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      ProtocolCase each = CASES.get(i);
      if (!each.kept(results.get(i))) {
        failed.add(
            each.id()
                + " "
                + each.title()
                + ": not "
                + each.expected()
                + " but "
                + results.get(i).encode());
      }
    }
    assertThat(failed).isEmpty();
    assertThat(results).hasSameSizeAs(CASES);
    assertThat(new Client(fleet.token("bob")).get(pod, "/api/tasks").status()).isEqualTo(200);
  }

  /** With {@code -Ddocs.write=true} it is written anew. */
  @Test
  void the_page_lists_every_case() throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(DOCUMENT, page());
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(page());
  }

  private static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # WebSocket conformance

            Every build carries out these %d cases of RFC 6455 against a pod by two clients that others wrote, `ws` (npm) and `wsproto` (PyPI), and fails where one of them ends
            otherwise: `ProtocolCasesTest`, from which this page is written (`-Ddocs.write=true`). What a library would refuse to send is written to the socket beneath it; all that
            comes back is read by it. The chapters are those of the Autobahn suite. That suite itself is not used: it needs a server that echoes, and Python 2. In the place of an echo
            a `ping` frame of this protocol comes back under its request id.

            | chapter | about |
            |---|---|
            | 1 | framing |
            | 2 | pings and pongs |
            | 3 | reserved bits |
            | 4 | reserved opcodes |
            | 5 | fragments |
            | 6 | UTF-8 |
            | 7 | closing |
            | 9 | limits |

            **Excluded**, and why: binary echoes (a binary message is refused with 1003), to fail in the middle of a message that is not UTF-8 (it is judged whole, at its end; the close
            is the same 1007), and compression (chapters 12 and 13: both forms are off; each case checks that `ws`, which offers it, does not get it).

            *stays*: the connection is used again afterwards, with a request and its reply.

            | case | what is sent | what comes |
            |---|---|---|
            """
                .formatted(CASES.size()));
    for (ProtocolCase each : CASES) {
      page.append("| ")
          .append(each.id())
          .append(" | ")
          .append(each.title())
          .append(" | ")
          .append(each.expected())
          .append(" |\n");
    }
    return page.toString();
  }
}
