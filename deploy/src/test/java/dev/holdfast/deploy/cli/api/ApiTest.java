package dev.holdfast.deploy.cli.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.deploy.failure.OperatorFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a command makes of a pod that begins an answer and says nothing more. */
final class ApiTest {
  private final HttpServer pod;

  ApiTest() throws IOException {
    pod = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pod.createContext("/ok", exchange -> begin(exchange, 200));
    pod.createContext("/refused", exchange -> begin(exchange, 403));
    pod.start();
  }

  @AfterEach
  void stop() {
    pod.stop(0);
  }

  @Test
  void an_answer_that_does_not_end_is_given_up() {
    try (Api api = api()) {
      assertThatThrownBy(() -> api.get("/ok"))
          .isInstanceOf(OperatorFault.class)
          .hasMessageContaining("no answer in time");
    }
  }

  @Test
  void nor_is_a_refusal_of_a_stream_waited_for_without_end() {
    try (Api api = api()) {
      assertThatThrownBy(() -> new EventTail(api, "/refused", 0, Duration.ZERO).follow(_ -> true))
          .isInstanceOf(OperatorFault.class)
          .hasMessageContaining("given up after 0 s");
    }
  }

  private Api api() {
    Pods pods = new Pods(List.of("http://127.0.0.1:" + pod.getAddress().getPort()));
    Token token = Token.read(Optional.empty(), Map.of("HOLDFAST_TOKEN", "t"));
    return new Api(pods, token, Duration.ofMillis(200));
  }

  /** Half of a body, on a connection that stays. */
  private static void begin(HttpExchange exchange, int status) throws IOException {
    byte[] half = "{\"code\":".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, 2L * half.length);
    exchange.getResponseBody().write(half);
    exchange.getResponseBody().flush();
  }
}
