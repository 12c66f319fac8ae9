package dev.holdfast.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.testing.Await;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real connections to a server of its own, some of which bring no request. */
final class RequestDeadlineTest {
  private static final int PATIENCE_MS = 30_000;
  private static final HttpConfig QUICK =
      new HttpConfig("127.0.0.1", 0, 1_024, 1_024, 1_024, 700, 1_000, 0);

  private final Vertx vertx = Vertx.vertx();
  private final RequestDeadline deadline = new RequestDeadline(vertx, QUICK);
  private HttpServer server;

  @BeforeEach
  void listen() {
    server =
        Await.result(
            vertx
                .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .connectionHandler(deadline::connected)
                .requestHandler(request -> {
                  deadline.asked(request);
                  answer(request);
                })
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @Test
  void half_a_request_is_not_waited_for() throws IOException {
    assertThat(closedAfter("GET / HT")).isEmpty();
  }

  @Test
  void who_says_nothing_is_not_waited_for() throws IOException {
    assertThat(closedAfter("")).isEmpty();
  }

  @Test
  void half_a_second_request_is_waited_for_no_longer_than_an_idle_connection() throws IOException {
    assertThat(closedAfter("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT")).startsWith("HTTP/1.1 200");
  }

  @Test
  void a_body_that_breaks_off_is_not_waited_for_even_by_an_answer() throws IOException {
    String half = " HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf";
    assertThat(closedAfter("POST /stream" + half)).startsWith("HTTP/1.1 200").endsWith("first\r\n");
    String whole = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nwhole";
    assertThat(closedAfter(whole + "POST /stream" + half)).contains("done").endsWith("first\r\n");
  }

  @Test
  void a_stream_and_a_socket_outlast_it_and_are_forgotten_with_their_end() throws IOException {
    WebSocket socket =
        Await.result(
            vertx
                .createWebSocketClient()
                .connect(
                    new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(server.actualPort())
                        .setURI("/ws")));
    try (Socket stream =
        open("POST /stream HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nwhole")) {
      // Each of them is closed only after a deadline has passed.
      for (int i = 0; i < 4; i++) {
        assertThat(closedAfter("GET")).isEmpty();
      }
      assertThat(socket.isClosed()).isFalse();
      stream.getOutputStream().write('x');
    }
    Await.result(socket.close());
    Promise<Boolean> none = Promise.promise();
    vertx.setPeriodic(
        1,
        look -> {
          if (deadline.watched() == 0) {
            none.tryComplete(true);
          }
        });
    assertThat(Await.result(none.future())).isTrue();
  }

  private static void answer(HttpServerRequest request) {
    switch (request.path()) {
      case "/ws" -> request.toWebSocket().onSuccess(socket -> {});
      case "/stream" -> request.response().setChunked(true).write(Buffer.buffer("first"));
      default -> request.response().end("done");
    }
  }

  /** What came until the server closed. */
  private String closedAfter(String said) throws IOException {
    try (Socket socket = open(said)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private Socket open(String said) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket.setSoTimeout(PATIENCE_MS);
    socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
