package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** One connection of a stream of events, which is left after a number of bytes. */
final class McpStream {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] NO_BYTES = {};

  private final HttpClient http;

  McpStream() {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
  }

  /**
   * Sends it and hears what comes until the stream ends or so many bytes came; an event of which
   * only a part came was not heard.
   *
   * @param bytes read at most, but not before the first whole event
   * @return whether the connection was left before its end
   */
  boolean hear(Pod pod, Caller.Ask ask, long bytes, Consumer<String> event) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(pod.uri() + ask.path()))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + ask.token())
            .method(
                ask.method().name(),
                HttpRequest.BodyPublishers.ofByteArray(
                    ask.body().isEmpty() ? NO_BYTES : ask.body().getBytes(StandardCharsets.UTF_8)));
    if (!ask.body().isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    ask.headers().forEach(request::header);
    try {
      HttpResponse<InputStream> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          return refused(response.statusCode(), body);
        }
        return read(body, bytes, event);
      }
    } catch (IOException broken) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What passes is tried again. */
  private static boolean refused(int status, InputStream body) throws IOException {
    if (status == 503 || status == 429) {
      return true;
    }
    String told = new String(body.readAllBytes(), StandardCharsets.UTF_8);
    throw new IllegalStateException("a stream was refused: " + status + " " + told);
  }

  private static boolean read(InputStream body, long bytes, Consumer<String> event)
      throws IOException {
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    int last = -1;
    long read = 0;
    long heard = 0;
    for (int next = body.read(); next >= 0; next = body.read()) {
      read++;
      part.write(next);
      if (next == '\n' && last == '\n') {
        event.accept(part.toString(StandardCharsets.UTF_8));
        part.reset();
        heard++;
      }
      last = next;
      if (read >= bytes && heard > 0) {
        return true;
      }
    }
    return false;
  }
}
