package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Pod;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** Long-poll: each connection is one request, which waits for what comes next. */
final class PollRoad implements Road {
  private static final String ASKED = "/events?wait_ms=2000&max_events=20&after=";

  private final HttpClient http;
  private final String token;
  private final String session;

  PollRoad(HttpClient http, String token, String session) {
    this.http = http;
    this.token = token;
    this.session = session;
  }

  /** An answer that is broken off tells nothing: a part of a document is none. */
  @Override
  public void watch(Pod pod, long after, long bytes, Consumer<JsonObject> event, Runnable gone) {
    RequestOptions asked =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(pod.uri().getHost())
            .setPort(pod.uri().getPort())
            .setURI("/api/sessions/" + session + ASKED + after)
            .putHeader("Authorization", "Bearer " + token);
    http.request(asked)
        .compose(request -> request.send())
        .onSuccess(response -> new Open(response, bytes, event, gone).read())
        .onFailure(failure -> gone.run());
  }

  /** One response. */
  private static final class Open {
    private final HttpClientResponse response;
    private final long bytes;
    private final Consumer<JsonObject> event;
    private final Runnable gone;
    private final Buffer text = Buffer.buffer();
    private boolean over;

    Open(HttpClientResponse response, long bytes, Consumer<JsonObject> event, Runnable gone) {
      this.response = response;
      this.bytes = bytes;
      this.event = event;
      this.gone = gone;
    }

    void read() {
      response.handler(this::take);
      response.endHandler(ended -> whole());
      response.exceptionHandler(broken -> over());
    }

    private void take(Buffer chunk) {
      text.appendBuffer(chunk);
      if (text.length() > bytes) {
        response.request().connection().close();
        over();
      }
    }

    private void whole() {
      if (!over && response.statusCode() == 200) {
        text.toJsonObject().getJsonArray("events").forEach(each -> event.accept((JsonObject) each));
      }
      over();
    }

    private void over() {
      if (!over) {
        over = true;
        gone.run();
      }
    }
  }
}
