package dev.holdfast.loadtests.stage;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A cheap HTTP client on kept connections. A request that got no answer is an answer too: {@link
 * Answer#none()}.
 */
public final class Caller {
  private static final int CONNECTIONS_EACH_POD = 256;
  private static final int CONNECT_MS_MAX = 2_000;

  private final HttpClient http;
  private final int patienceMs;

  /**
   * @param patienceMs milliseconds until a request counts as not answered; its connection is closed
   */
  public Caller(Vertx vertx, int patienceMs) {
    this.patienceMs = patienceMs;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_MS_MAX),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_EACH_POD).setMaxWaitQueueSize(-1));
  }

  /**
   * What came back.
   *
   * @param status 0 where nothing did
   * @param tookMs milliseconds from the sending to the last byte
   */
  public record Answer(int status, MultiMap headers, String body, double tookMs) {
    /** Whether nothing came back: nobody knows what became of the request. */
    public boolean none() {
      return status == 0;
    }

    public boolean ok() {
      return status >= 200 && status < 300;
    }

    public JsonObject json() {
      return body.isEmpty() ? new JsonObject() : new JsonObject(body);
    }

    /** A text member of the body; "" where it is absent or null. */
    public String text(String member) {
      String value = json().getString(member);
      return value == null ? "" : value;
    }

    @Override
    public String toString() {
      return status + " " + body;
    }
  }

  /**
   * A request.
   *
   * @param body sent as JSON unless it is empty
   */
  public record Ask(
      String token, HttpMethod method, String path, Map<String, String> headers, String body) {
    public static Ask get(String token, String path) {
      return new Ask(token, HttpMethod.GET, path, Map.of(), "");
    }

    public static Ask post(String token, String path, String body) {
      return new Ask(token, HttpMethod.POST, path, Map.of(), body);
    }

    public static Ask put(String token, String path, String body) {
      return new Ask(token, HttpMethod.PUT, path, Map.of(), body);
    }

    /** Find or make the session of a transport. */
    public static Ask session(String token, String transport) {
      return post(token, "/api/sessions", "").with("X-Transport-Id", transport);
    }

    public Ask with(String name, String value) {
      Map<String, String> more = new HashMap<>(headers);
      more.put(name, value);
      return new Ask(token, method, path, Map.copyOf(more), body);
    }
  }

  /** Never fails. */
  public Future<Answer> send(Pod pod, Ask ask) {
    long began = System.nanoTime();
    return http.request(options(pod, ask))
        .compose(request -> exchange(request, ask, began))
        .otherwise(failure -> none(began));
  }

  /** Waits for the answer. */
  public Answer call(Pod pod, Ask ask) {
    return Blocking.result(send(pod, ask));
  }

  /** Sends the whole request and closes the connection without reading the answer. */
  public Future<Boolean> sendAndLeave(Pod pod, Ask ask, long afterMs) {
    return http.request(options(pod, ask))
        .compose(request -> {
          Future<?> answer = request.send(Buffer.buffer(ask.body()));
          return answer
              .timeout(Math.max(1, afterMs), TimeUnit.MILLISECONDS)
              .transform(any -> {
                request.connection().close();
                return Future.succeededFuture(true);
              });
        })
        .otherwise(false);
  }

  private Future<Answer> exchange(HttpClientRequest request, Ask ask, long began) {
    return request
        .send(Buffer.buffer(ask.body()))
        .compose(response ->
            response
                .body()
                .map(body ->
                    new Answer(
                        response.statusCode(), response.headers(), body.toString(), ms(began))))
        .timeout(patienceMs, TimeUnit.MILLISECONDS)
        .recover(failure -> {
          request.connection().close();
          return Future.failedFuture(failure);
        });
  }

  private static RequestOptions options(Pod pod, Ask ask) {
    RequestOptions options =
        new RequestOptions()
            .setHost(pod.uri().getHost())
            .setPort(pod.uri().getPort())
            .setMethod(ask.method())
            .setURI(ask.path())
            .putHeader("Authorization", "Bearer " + ask.token());
    if (!ask.body().isEmpty()) {
      options.putHeader("Content-Type", "application/json");
    }
    ask.headers().forEach(options::putHeader);
    return options;
  }

  private static Answer none(long began) {
    return new Answer(0, MultiMap.caseInsensitiveMultiMap(), "", ms(began));
  }

  private static double ms(long began) {
    return (System.nanoTime() - began) / 1e6;
  }
}
