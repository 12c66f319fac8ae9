package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Pod;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** Server-sent events; the position goes into {@code Last-Event-ID}. */
final class StreamRoad implements Road {
  private static final int CONNECTIONS_MAX = 100_000;
  private static final String DATA = "\ndata: ";

  private final HttpClient http;
  private final String token;
  private final String session;

  StreamRoad(HttpClient http, String token, String session) {
    this.http = http;
    this.token = token;
    this.session = session;
  }

  /**
   * For any number of roads.
   *
   * @param silenceSeconds after so long without a byte the connection is closed; 0 for never
   */
  static HttpClient client(Vertx vertx, int silenceSeconds) {
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setConnectTimeout(2_000)
            .setKeepAlive(false)
            .setReadIdleTimeout(silenceSeconds),
        new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX));
  }

  @Override
  public void watch(Pod pod, long after, long bytes, Consumer<JsonObject> event, Runnable gone) {
    RequestOptions asked =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(pod.uri().getHost())
            .setPort(pod.uri().getPort())
            .setURI("/api/sessions/" + session + "/events")
            .putHeader("Authorization", "Bearer " + token)
            .putHeader("Last-Event-ID", Long.toString(after));
    http.request(asked)
        .compose(request -> request.send())
        .onSuccess(response -> {
          if (response.statusCode() == 200) {
            new Open(response, bytes, event, gone).read();
          } else {
            response.request().connection().close();
            gone.run();
          }
        })
        .onFailure(failure -> gone.run());
  }

  /** One response. */
  private static final class Open {
    private final HttpClientResponse response;
    private final Consumer<JsonObject> event;
    private final Runnable gone;
    private final StringBuilder text = new StringBuilder();
    private long left;
    private boolean over;

    Open(HttpClientResponse response, long bytes, Consumer<JsonObject> event, Runnable gone) {
      this.response = response;
      this.left = bytes;
      this.event = event;
      this.gone = gone;
    }

    void read() {
      response.handler(this::take);
      response.endHandler(ended -> over());
      response.exceptionHandler(broken -> over());
    }

    private void take(Buffer chunk) {
      if (over) {
        return;
      }
      int taken = (int) Math.min(left, chunk.length());
      left -= taken;
      text.append(chunk.getString(0, taken));
      int from = 0;
      for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n", from)) {
        whole(text.substring(from, end));
        from = end + 2;
      }
      text.delete(0, from);
      if (left == 0) {
        response.request().connection().close();
        over();
      }
    }

    private void whole(String block) {
      int data = block.indexOf(DATA);
      if (block.startsWith("id: ") && data > 0) {
        event.accept(new JsonObject(block.substring(data + DATA.length())));
      }
    }

    private void over() {
      if (!over) {
        over = true;
        gone.run();
      }
    }
  }
}
