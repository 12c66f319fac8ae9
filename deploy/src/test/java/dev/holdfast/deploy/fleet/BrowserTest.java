package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of two origins in a real browser, of which one may open sockets, and tickets. */
final class BrowserTest {
  /** Opens one socket after the other with each ticket and tells the origin what became of them. */
  private static final String PAGE =
      """
      <!doctype html><meta charset="utf-8"><title>sockets</title><script type="module">
      const attempt = (ticket) => new Promise((resolve) => {
        const result = { opened: false, op: '', close: 0 };
        const socket = new WebSocket('URL');
        socket.onopen = () => {
          result.opened = true;
          socket.send(JSON.stringify({ op: 'hello', protocol_version: 1, ticket }));
        };
        socket.onmessage = (message) => {
          const frame = JSON.parse(message.data);
          if (frame.op === 'hello_ack') socket.send('{"op":"ping","request_id":"from a page"}');
          else socket.close(1000);
          result.op = frame.op;
        };
        socket.onclose = (event) => { result.close = event.code; resolve(result); };
      });
      const results = [];
      for (const ticket of TICKETS) results.push(await attempt(ticket));
      await fetch('/done', { method: 'POST', body: JSON.stringify({ results }) });
      </script>
      """;

  @TempDir private static Path folder;

  private static final PageServer ALLOWED = new PageServer();
  private static final PageServer FOREIGN = new PageServer();
  private static Fleet fleet;
  private static PodProcess pod;
  private static Client ann;

  @BeforeAll
  static void start() {
    fleet = new Fleet().set("gateway.origins", ALLOWED.origin());
    pod = fleet.start(2).getLast();
    ann = new Client(fleet.token("ann"));
  }

  @AfterAll
  static void stop() {
    fleet.close();
    ALLOWED.close();
    FOREIGN.close();
  }

  @Test
  void row_77_a_page_of_the_allowed_origin_opens_a_socket_with_a_ticket_once() throws Exception {
    String ticket = ticket();
    List<JsonObject> results = open(ALLOWED, ticket, ticket, ticket());
    assertThat(results.get(0))
        .isEqualTo(new JsonObject("{\"opened\":true,\"op\":\"ping_res\",\"close\":1000}"));
    assertThat(results.get(1))
        .isEqualTo(new JsonObject("{\"opened\":true,\"op\":\"error\",\"close\":4401}"));
    assertThat(results.get(2).getString("op")).isEqualTo("ping_res");
  }

  @Test
  void row_77_a_page_of_another_origin_opens_no_socket_and_its_ticket_is_not_spent()
      throws Exception {
    String ticket = ticket();
    assertThat(open(FOREIGN, ticket))
        .containsExactly(new JsonObject("{\"opened\":false,\"op\":\"\",\"close\":1006}"));
    try (WsClient socket = WsClient.hello(pod, new JsonObject().put("ticket", ticket))) {
      assertThat(socket.helloAck().getBoolean("ok")).isTrue();
    }
  }

  private static List<JsonObject> open(PageServer origin, String... tickets) throws Exception {
    String url = "ws" + pod.uri().toString().substring(4) + "/ws";
    origin.serve(
        PAGE.replace("URL", url).replace("TICKETS", new JsonArray(List.of(tickets)).encode()));
    try (Browser browser =
        Browser.open(origin.origin() + "/", Files.createTempDirectory(folder, "profile"))) {
      JsonObject told = origin.awaitTold();
      assertThat(browser.isOpen()).isTrue();
      return told.getJsonArray("results").stream().map(JsonObject.class::cast).toList();
    }
  }

  private static String ticket() {
    Client.Answer issued = ann.post(pod, "/api/tickets", "");
    assertThat(issued.status()).isEqualTo(201);
    return issued.text("ticket");
  }
}
