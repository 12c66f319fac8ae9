package dev.holdfast.deploy.fleet;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Asks pods and keeps what they answered, apart for errors and for who is not the owner. */
final class CanaryAnswers {
  private static final int ERROR_FROM = 400;
  private static final int PATIENCE_MS = 30_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> toOthers = new ConcurrentLinkedQueue<>();

  /** Who asks. */
  enum Who {
    OWNER,
    OTHER
  }

  /** A whole answer: status, body, and one header that some have. */
  record Heard(int status, String body, String mcpSession) {
    JsonObject json() {
      return new JsonObject(body);
    }
  }

  List<String> errors() {
    return List.copyOf(errors);
  }

  List<String> toOthers() {
    return List.copyOf(toOthers);
  }

  /** One request; the headers by turns name and value. */
  Heard ask(Who who, PodProcess pod, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(pod.uri() + path))
            .timeout(Duration.ofMillis(PATIENCE_MS))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .headers(headers);
    if (!body.isEmpty()) {
      request.setHeader("Content-Type", "application/json");
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      note(
          who,
          response.statusCode() >= ERROR_FROM,
          response.statusCode() + " " + response.headers().map() + "\n" + response.body());
      return new Heard(
          response.statusCode(),
          response.body(),
          response.headers().firstValue("Mcp-Session-Id").orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Bytes as no client library would send them, and everything that comes back. */
  String raw(PodProcess pod, String text) {
    try (Socket socket = new Socket(pod.uri().getHost(), pod.uri().getPort())) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      note(Who.OTHER, true, answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps the frames that came over a socket. */
  void note(Who who, WsClient socket) {
    for (JsonObject frame : socket.frames()) {
      note(who, "error".equals(frame.getString("op")), frame.encode());
    }
  }

  private void note(Who who, boolean error, String answer) {
    if (error) {
      errors.add(answer);
    }
    switch (who) {
      case OWNER -> {
        // What is one's own may be told.
      }
      case OTHER -> toOthers.add(answer);
    }
  }
}
