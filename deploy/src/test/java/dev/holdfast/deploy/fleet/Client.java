package dev.holdfast.deploy.fleet;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * An HTTP client of one principal; the JDK's own, so that the other side of the wire is not ours.
 */
public final class Client {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String token;

  public Client(String token) {
    this.token = token;
  }

  /** A status and a JSON body. */
  public record Answer(int status, JsonObject body) {
    String text(String field) {
      return body.getString(field);
    }
  }

  public HttpClient http() {
    return http;
  }

  public String token() {
    return token;
  }

  public Answer post(PodProcess pod, String path, String body, String... headers) {
    return send(request(pod, path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public CompletableFuture<Answer> postLater(
      PodProcess pod, String path, String body, String... headers) {
    HttpRequest request =
        request(pod, path, headers).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(Client::answer);
  }

  public Answer put(PodProcess pod, String path, String body, String... headers) {
    return send(request(pod, path, headers).PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  public Answer delete(PodProcess pod, String path, String... headers) {
    return send(request(pod, path, headers).DELETE());
  }

  public Answer get(PodProcess pod, String path, String... headers) {
    return send(request(pod, path, headers).GET());
  }

  /** Submits and returns the accepted task. */
  public JsonObject submit(PodProcess pod, JsonObject task, String... headers) {
    Answer answer = post(pod, "/api/tasks", task.encode(), headers);
    if (answer.status() != 201) {
      throw new IllegalStateException("not accepted: " + answer);
    }
    return answer.body();
  }

  public JsonObject task(PodProcess pod, String taskId) {
    return get(pod, "/api/tasks/" + taskId).body();
  }

  public JsonObject awaitTask(PodProcess pod, String taskId, Predicate<JsonObject> condition) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> task(pod, taskId), condition);
  }

  public JsonObject awaitEnd(PodProcess pod, String taskId) {
    return awaitTask(pod, taskId, task -> task.getValue("finished_at") != null);
  }

  public JsonObject awaitStatus(PodProcess pod, String taskId, String status) {
    return awaitTask(pod, taskId, task -> status.equals(task.getString("status")));
  }

  /**
   * The lines of an event stream as they come, until the server ends it or the caller closes it.
   */
  public Stream<String> lines(PodProcess pod, String path, String... headers) {
    HttpRequest request = request(pod, path, headers).GET().build();
    try {
      HttpResponse<Stream<String>> response =
          http.send(request, HttpResponse.BodyHandlers.ofLines());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(
            response.statusCode() + ": " + String.join("\n", response.body().toList()));
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(PodProcess pod, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(pod.uri() + path))
            .timeout(Duration.ofMinutes(2))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      return answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Answer answer(HttpResponse<String> response) {
    return new Answer(
        response.statusCode(),
        response.body().isEmpty() ? new JsonObject() : new JsonObject(response.body()));
  }

  /** The usual agent input: so many steps at such a pace. */
  public static JsonObject demo(int iterations, int intervalMs) {
    return new JsonObject()
        .put(
            "task",
            new JsonObject(
                    Map.of(
                        "iterations",
                        iterations,
                        "tokens_per_iteration",
                        60,
                        "interval_ms",
                        intervalMs))
                .encode());
  }
}
