package dev.holdfast.deploy.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.deploy.failure.OperatorFault;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The HTTP interface of the pods. Whatever they refuse is an {@link OperatorFault} with an exit
 * code of {@link CliExit}.
 *
 * <p>Where a pod cannot be reached the next one is asked. A request that may have arrived is only
 * sent again where that changes nothing: a GET, or one with an idempotency key.
 */
public final class Api implements AutoCloseable {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int OK_MAX = 299;
  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final Pods pods;
  private final Token token;
  private final Duration deadline;

  /**
   * @param deadline for one answer with its body; of a stream, until it begins
   */
  public Api(Pods pods, Token token, Duration deadline) {
    this.pods = pods;
    this.token = token;
    this.deadline = deadline;
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw OperatorFault.exit(CliExit.REFUSED, "the pod answered with something that is not JSON");
    }
  }

  public JsonNode get(String path) {
    return answer(path, request -> request.GET(), true);
  }

  public JsonNode post(String path, ObjectNode body) {
    return answer(path, request -> posted(request, body), false);
  }

  /** A submission that may be sent again: the same key is the same task. */
  public JsonNode post(String path, ObjectNode body, String idempotencyKey) {
    return answer(
        path, request -> posted(request, body).header("Idempotency-Key", idempotencyKey), true);
  }

  private static HttpRequest.Builder posted(HttpRequest.Builder request, ObjectNode body) {
    return request
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  /** What makes a request of one that only has its address and its token. */
  private interface Completion {
    HttpRequest.Builder complete(HttpRequest.Builder request);
  }

  private JsonNode answer(String path, Completion completion, boolean repeatable) {
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<String> answer =
            answered(
                completion.complete(request(path)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() <= OK_MAX) {
          return json(answer.body());
        }
        throw refused(answer.statusCode(), answer.body());
      } catch (IOException e) {
        boolean again = repeatable || e instanceof ConnectException;
        if (!again || attempt >= pods.count()) {
          throw pods.unreachable(reason(e));
        }
        pods.turn();
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }

  /**
   * Opens an event stream at the current pod.
   *
   * @param after the position; only later events come
   * @return empty where the pod cannot be reached, is busy or is going
   */
  Optional<InputStream> stream(String path, long after) {
    try {
      HttpRequest request =
          request(path)
              .header("Accept", "text/event-stream")
              .header("Last-Event-ID", Long.toString(after))
              .build();
      HttpResponse<Said> answer = answered(request, Api::lastingOrWhole);
      return switch (answer.body()) {
        case Said.Lasting(InputStream body) -> Optional.of(body);
        case Said.Whole(String problem) -> {
          if (isPassing(answer.statusCode())) {
            yield Optional.empty();
          }
          throw refused(answer.statusCode(), problem);
        }
      };
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** The body of an answer: a stream that lasts, or the whole of a refusal. */
  private sealed interface Said {
    record Lasting(InputStream body) implements Said {}

    record Whole(String problem) implements Said {}
  }

  private static HttpResponse.BodySubscriber<Said> lastingOrWhole(HttpResponse.ResponseInfo info) {
    return info.statusCode() <= OK_MAX
        ? HttpResponse.BodySubscribers.mapping(
            HttpResponse.BodySubscribers.ofInputStream(), Said.Lasting::new)
        : HttpResponse.BodySubscribers.mapping(
            HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8), Said.Whole::new);
  }

  /**
   * What a pod answers, body and all; a request's own timeout would end where the body begins.
   *
   * @throws HttpTimeoutException where it is not all here within the deadline
   */
  private <T> HttpResponse<T> answered(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within " + deadline.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static boolean isPassing(int status) {
    return status == TOO_MANY_REQUESTS || status >= 500;
  }

  Pods pods() {
    return pods;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(pods.current() + path))
        .header("Authorization", "Bearer " + token.secret());
  }

  /** The catalogue's code and the sentence, and the request's id for who looks into the logs. */
  private static OperatorFault refused(int status, String body) {
    JsonNode problem = body.startsWith("{") ? json(body) : object();
    String code = problem.path("code").asText("status " + status);
    String detail = problem.path("detail").asText("no reason given");
    String id = problem.path("request_id").asText("");
    return OperatorFault.exit(
        CliExit.ofStatus(status),
        code + ": " + detail + (id.isEmpty() ? "" : " (request " + id + ")"));
  }

  private static String reason(IOException failure) {
    return switch (failure) {
      case HttpTimeoutException _ -> "no answer in time";
      case ConnectException _ -> "connection refused";
      default -> OperatorFault.reason(failure);
    };
  }

  private static OperatorFault interrupted() {
    Thread.currentThread().interrupt();
    return OperatorFault.exit(CliExit.REFUSED, "interrupted");
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
