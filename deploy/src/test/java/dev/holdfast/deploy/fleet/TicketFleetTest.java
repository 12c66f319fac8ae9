package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a page in a browser opens a connection with, on two pods. */
final class TicketFleetTest {
  private static Fleet fleet;
  private static List<PodProcess> pods;

  @BeforeAll
  static void start() {
    fleet = new Fleet();
    pods = fleet.start(2);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void row_77_of_eight_sockets_on_two_pods_that_show_one_ticket_exactly_one_is_let_in() {
    Client ann = new Client(fleet.token("ann"));
    fleet.flushRedis();
    for (int round = 0; round < 5; round++) {
      String ticket = ticket(ann, pods.getFirst());
      List<WsClient> sockets = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        sockets.add(WsClient.connect(pods.get(i % 2)));
      }
      sockets.forEach(socket -> socket.send(hello(ticket)));
      List<JsonObject> answers =
          sockets.stream().map(socket -> socket.await(frame -> true)).toList();
      assertThat(answers.stream().filter(each -> "hello_ack".equals(each.getString("op"))))
          .hasSize(1);
      assertThat(answers.stream().filter(each -> "error".equals(each.getString("op"))))
          .hasSize(7)
          .allSatisfy(each -> assertThat(each.getString("code")).isEqualTo("unauthenticated"));
      sockets.forEach(WsClient::close);
    }
  }

  @Test
  void row_77_expired_used_and_invented_tickets_are_refused_alike() {
    Client bob = new Client(fleet.token("bob"));
    String expired = ticket(bob, pods.getFirst());
    fleet.execute("UPDATE ticket SET expires_at = now() WHERE principal = 'bob'");
    String used = ticket(bob, pods.getFirst());
    WsClient.hello(pods.getLast(), new JsonObject().put("ticket", used));
    String invented = "hft_" + "x".repeat(43);
    List<JsonObject> refusals = new ArrayList<>();
    for (String ticket : List.of(expired, used, invented)) {
      WsClient socket = WsClient.connect(pods.getLast());
      socket.send(hello(ticket));
      refusals.add(socket.await(frame -> true));
      assertThat(socket.awaitClose()).isEqualTo(4401);
    }
    assertThat(refusals.stream().distinct()).hasSize(1);
  }

  @Test
  void row_77_a_socket_of_a_ticket_is_closed_when_the_key_behind_it_is_revoked() {
    Client root = new Client(fleet.token("acme", "root", "admin"));
    JsonObject made =
        root.post(pods.getFirst(), "/api/admin/keys", "{\"principal\":\"eve\"}").body();
    Client eve = new Client(made.getString("secret"));
    String ticket = ticket(eve, pods.getFirst());
    String unused = ticket(eve, pods.getFirst());
    WsClient socket = WsClient.hello(pods.getLast(), new JsonObject().put("ticket", ticket));
    assertThat(socket.request(new JsonObject().put("op", "list_sessions")).getString("op"))
        .isEqualTo("list_sessions_res");
    root.delete(pods.getFirst(), "/api/admin/keys/" + made.getString("key_id"));
    assertThat(socket.awaitClose()).isEqualTo(4401);
    WsClient late = WsClient.connect(pods.getLast());
    late.send(hello(unused));
    assertThat(late.awaitClose()).isEqualTo(4401);
    for (PodProcess pod : pods) {
      assertThat(pod.output()).doesNotContain(ticket, unused);
    }
  }

  private static String ticket(Client client, PodProcess pod) {
    Client.Answer issued = client.post(pod, "/api/tickets", "");
    assertThat(issued.status()).isEqualTo(201);
    return issued.text("ticket");
  }

  private static JsonObject hello(String ticket) {
    return new JsonObject().put("op", "hello").put("ticket", ticket);
  }
}
