package dev.holdfast.deploy.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.deploy.failure.OperatorFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a tail makes of streams that break, have holes, or cannot be had. */
final class EventTailTest {
  private static final String GAP =
      "id: 7\nevent: gap\ndata: {\"from\":2,\"to\":7,\"reason\":\"trimmed\"}\n\n";

  private static final String NOBODY = "http://127.0.0.1:1";

  private record Answer(int status, String body) {}

  private final HttpServer pod;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final List<String> positions = new CopyOnWriteArrayList<>();
  private final List<Happening> taken = new ArrayList<>();

  EventTailTest() throws IOException {
    pod = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pod.createContext("/", this::answer);
    pod.start();
  }

  @AfterEach
  void stop() {
    pod.stop(0);
  }

  @Test
  void a_hole_is_told_and_moves_the_position() {
    answers.add(new Answer(200, "id: 1\n\n" + event(1) + GAP));
    answers.add(new Answer(200, GAP + event(8)));
    follow(Duration.ofSeconds(60), happening -> happening.seq() < 8);
    assertThat(taken).extracting(Happening::seq).containsExactly(1L, 7L, 8L);
    assertThat(taken).extracting(Happening::isGap).containsExactly(false, true, false);
    assertThat(positions).containsExactly("0", "7");
  }

  @Test
  void a_hole_at_the_end_is_the_end() {
    answers.add(new Answer(200, event(1) + GAP));
    follow(Duration.ofSeconds(60), happening -> happening.seq() < 7);
    assertThat(taken).extracting(Happening::type).containsExactly("task.progress", "gap");
  }

  @Test
  void patience_counts_only_while_no_pod_opens_a_stream() {
    answers.add(new Answer(200, event(1)));
    answers.add(new Answer(200, event(2)));
    follow(Duration.ZERO, happening -> happening.seq() < 2, NOBODY);
    assertThat(taken).extracting(Happening::seq).containsExactly(1L, 2L);
  }

  @Test
  void a_pod_that_has_too_much_to_do_is_asked_again() {
    answers.add(new Answer(429, "{\"code\":\"rate_limited\"}"));
    answers.add(new Answer(503, "{\"code\":\"unavailable\"}"));
    answers.add(new Answer(200, event(1)));
    follow(Duration.ofSeconds(60), _ -> false);
    assertThat(taken).hasSize(1);
  }

  @Test
  void pods_that_all_refuse_are_given_up() {
    answers.add(new Answer(429, "{}"));
    assertThatThrownBy(() -> follow(Duration.ZERO, _ -> false, NOBODY))
        .isInstanceOf(OperatorFault.class)
        .hasMessageContaining("given up after 0 s");
  }

  private static String event(long seq) {
    return "id: %d\nevent: task.progress\ndata: {\"seq\":%d}\n\n".formatted(seq, seq);
  }

  private void follow(Duration patience, Predicate<Happening> more, String... before) {
    List<String> urls = new ArrayList<>(List.of(before));
    urls.add("http://127.0.0.1:" + pod.getAddress().getPort());
    Token token = Token.read(Optional.empty(), Map.of("HOLDFAST_TOKEN", "t"));
    try (Api api = new Api(new Pods(urls), token, Duration.ofSeconds(30))) {
      new EventTail(api, "/events", 0, patience)
          .follow(happening -> {
            taken.add(happening);
            return more.test(happening);
          });
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    positions.add(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
    Answer answer = Optional.ofNullable(answers.poll()).orElse(new Answer(404, "{}"));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }
}
