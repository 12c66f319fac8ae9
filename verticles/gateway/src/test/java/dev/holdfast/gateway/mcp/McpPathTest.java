package dev.holdfast.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests as they stand on the wire, on the short way past the router and beside it. */
class McpPathTest {
  private static final String HEAD =
      "Host: localhost\r\nConnection: close\r\nAuthorization: Bearer " + Others.ADA_TOKEN + "\r\n";

  private final Stage stage = Stage.with("gateway.body_bytes_max", "1024");

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void every_writing_of_the_path_is_answered_alike() throws IOException {
    for (String path : List.of("/mcp", "/mcp?a=b", "/mcp/", "//mcp", "/%6dcp", "/x/../mcp")) {
      assertThat(
              answer("POST " + path + " HTTP/1.1\r\n" + HEAD + "Content-Length: 2\r\n\r\n", "[]"))
          .as(path)
          .startsWith("HTTP/1.1 400 ")
          .containsOnlyOnce("X-Request-Id: req_")
          .contains("no batches");
      assertThat(answer("PUT " + path + " HTTP/1.1\r\n" + HEAD + "\r\n"))
          .as(path)
          .startsWith("HTTP/1.1 405 ")
          .contains("X-Request-Id: req_", "POST, GET, DELETE");
      assertThat(
              answer("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
          .as(path)
          .startsWith("HTTP/1.1 401 ")
          .contains("X-Request-Id: req_", "WWW-Authenticate: Bearer");
    }
  }

  @Test
  void a_host_that_is_none_is_a_bad_request() throws IOException {
    for (String host : List.of("", "Host: a b\r\n")) {
      assertThat(answer("GET /mcp HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n"))
          .as(host)
          .startsWith("HTTP/1.1 400 ")
          .contains("X-Request-Id: req_", "\"bad_request\"");
    }
  }

  @Test
  void a_body_may_come_in_parts() throws IOException {
    String head = "POST /mcp HTTP/1.1\r\n" + HEAD;
    assertThat(answer(head + "Content-Length: 2\r\n\r\n", "[", "]")).contains("no batches");
    assertThat(
            answer(
                head + "Transfer-Encoding: chunked\r\n\r\n", "1\r\n[\r\n", "1\r\n]\r\n0\r\n\r\n"))
        .contains("no batches");
  }

  @Test
  void a_body_that_is_too_large_is_refused_however_it_comes() throws IOException {
    String head = "POST /mcp HTTP/1.1\r\n" + HEAD;
    String half = "x".repeat(600);
    assertThat(answer(head + "Content-Length: 1200\r\n\r\n", half, half))
        .startsWith("HTTP/1.1 413 ");
    String chunk = "258\r\n" + half + "\r\n";
    assertThat(answer(head + "Transfer-Encoding: chunked\r\n\r\n", chunk, chunk, "0\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
  }

  /** What comes back for a request that is written in these parts. */
  private String answer(String... parts) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.port())) {
      socket.setSoTimeout(30_000);
      socket.setTcpNoDelay(true);
      for (String part : parts) {
        socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
