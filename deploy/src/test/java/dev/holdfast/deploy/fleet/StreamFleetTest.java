package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One stream, every transport, any pod, and a history of which the beginning was trimmed. */
final class StreamFleetTest {
  private static final String SESSION = "/api/sessions/window-1";
  private static final String EVENTS = SESSION + "/events";
  private static final int RETAINED = 30;

  private final Fleet fleet = new Fleet();
  private final Client client = new Client(fleet.token("ann"));

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void row_59_each_transport_goes_on_from_each_other_on_any_pod_also_in_a_trimmed_history() {
    fleet
        .set("broadcast.retain_events", Integer.toString(RETAINED))
        .set("broadcast.trim_ms", "100")
        .set("broadcast.trim_batch", "10");
    List<PodProcess> pods = fleet.start(2);
    String first = run(pods.getFirst(), 50);
    client.awaitEnd(pods.getLast(), first);
    long head = awaitTrimmed(pods.getLast());

    Client.Answer gone = client.get(pods.getLast(), EVENTS + "?max_events=10");
    assertThat(gone.status()).isEqualTo(200); // how the task began outlives it
    assertThat(gone.body().getJsonArray("events")).hasSize(1);
    gone = client.get(pods.getLast(), EVENTS + "?after=1&max_events=10");
    assertThat(gone.status()).isEqualTo(410);
    assertThat(gone.text("code")).isEqualTo("history_trimmed");
    assertThat(gone.body().getLong("earliest")).isEqualTo(head - RETAINED);

    List<String> whole = new ArrayList<>(List.of("1", "2-" + (head - RETAINED)));
    LongStream.rangeClosed(head - RETAINED + 1, head).forEach(seq -> whole.add("" + seq));
    for (PodProcess pod : pods) {
      assertThat(polled(pods, 0, head)).isEqualTo(whole);
      try (SseWatcher sse = SseWatcher.open(client, pod, EVENTS).awaitSeq(head)) {
        assertThat(sse.story()).isEqualTo(whole);
      }
      try (WsClient ws = subscribed(pod, 0)) {
        ws.await(frame -> frame.getLong("seq", 0L) == head);
        assertThat(story(ws)).isEqualTo(whole);
      }
    }
    goOn(pods, head);
  }

  /** A task that runs meanwhile; each client changes its pod and its transport in the middle. */
  private void goOn(List<PodProcess> pods, long head) {
    PodProcess one = pods.getFirst();
    PodProcess two = pods.getLast();
    try (SseWatcher sse = SseWatcher.open(client, one, EVENTS + "?after=now");
        WsClient ws = subscribed(two, head)) {
      String task = run(two, 60);
      sse.awaitSeq(head + 10);
      ws.await(frame -> frame.getLong("seq", 0L) == head + 15);
      List<String> bySse = sse.story();
      List<String> byWs = story(ws);
      long sseAt = end(bySse.getLast());
      long wsAt = end(byWs.getLast());
      try (WsClient fromSse = subscribed(two, sseAt);
          SseWatcher fromWs =
              SseWatcher.open(client, one, EVENTS, "Last-Event-ID", Long.toString(wsAt))) {
        client.awaitEnd(one, task);
        long last = client.get(one, SESSION).body().getLong("last_seq");
        List<String> polled = polled(pods, head + 5, last);
        fromWs.awaitSeq(last);
        fromSse.await(frame -> frame.getLong("seq", 0L) == last);
        assertCovers(polled, head + 6, last);
        assertCovers(
            Stream.concat(bySse.stream(), story(fromSse).stream()).toList(), head + 1, last);
        assertCovers(
            Stream.concat(byWs.stream(), fromWs.story().stream()).toList(), head + 1, last);
      }
    }
  }

  private String run(PodProcess pod, int steps) {
    return client
        .submit(pod, Client.demo(steps, 10).put("session_id", "window-1"))
        .getString("task_id");
  }

  /** The newest number, once exactly what is to be kept is left. */
  private long awaitTrimmed(PodProcess pod) {
    JsonObject trimmed =
        Awaitility.await()
            .atMost(Duration.ofSeconds(90))
            .until(
                () ->
                    client.get(pod, SESSION + "?include=snapshot").body().getJsonObject("snapshot"),
                snapshot -> snapshot.getLong("earliest") == snapshot.getLong("seq") - RETAINED);
    return trimmed.getLong("seq");
  }

  /** What long-polls tell, each asked of another pod than the one before it. */
  private List<String> polled(List<PodProcess> pods, long after, long upTo) {
    List<String> story = new ArrayList<>();
    long position = after;
    for (int i = 0; position < upTo; i++) {
      JsonObject page =
          client
              .get(
                  pods.get(i % pods.size()),
                  EVENTS + "?wait_ms=5000&max_events=7&on_gap=continue&after=" + position)
              .body();
      List<JsonObject> told = new ArrayList<>(objects(page.getJsonArray("gaps")));
      told.addAll(objects(page.getJsonArray("events")));
      told.stream()
          .sorted((a, b) -> Long.compare(start(a), start(b)))
          .forEach(each -> story.add(shown(each)));
      position = page.getLong("next_after");
    }
    return story;
  }

  private WsClient subscribed(PodProcess pod, long after) {
    WsClient ws =
        WsClient.hello(
            pod, new JsonObject().put("token", client.token()).put("session_id", "window-1"));
    ws.request(new JsonObject().put("op", "subscribe").put("after", after));
    return ws;
  }

  private static List<String> story(WsClient ws) {
    return ws.frames().stream()
        .filter(frame -> List.of("event", "gap").contains(frame.getString("op")))
        .map(StreamFleetTest::shown)
        .toList();
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(each -> (JsonObject) each).toList();
  }

  private static long start(JsonObject told) {
    return told.getLong("seq", told.getLong("from", 0L));
  }

  private static String shown(JsonObject told) {
    return told.containsKey("seq")
        ? Long.toString(told.getLong("seq"))
        : told.getLong("from") + "-" + told.getLong("to");
  }

  private static long end(String shown) {
    return Long.parseLong(shown.substring(shown.indexOf('-') + 1));
  }

  /** Every number once and in order, as an event or within a gap. */
  private static void assertCovers(List<String> story, long from, long to) {
    List<Long> numbers = new ArrayList<>();
    for (String each : story) {
      String[] ends = each.split("-", -1);
      LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]))
          .forEach(numbers::add);
    }
    assertThat(numbers).isEqualTo(SseWatcher.range(from, to));
  }
}
