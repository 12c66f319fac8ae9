package dev.holdfast.deploy.fleet;

import dev.holdfast.shared.testing.Await;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A plain proxy in front of pods: each request goes to the next of them, whoever sends it, and gets
 * a credential where its client brings none.
 */
final class McpProxy implements AutoCloseable {
  /** Streams last, each on a connection of its own. */
  private static final int CONNECTIONS_MAX = 1_000;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX));
  private final AtomicInteger turns = new AtomicInteger();
  private final Optional<String> token;
  private final HttpServer server;
  private volatile List<PodProcess> pods;

  McpProxy(String token, List<PodProcess> pods) {
    this(Optional.of(token), pods);
  }

  /** For clients that bring their own credential. */
  McpProxy(List<PodProcess> pods) {
    this(Optional.empty(), pods);
  }

  private McpProxy(Optional<String> token, List<PodProcess> pods) {
    this.token = token;
    this.pods = List.copyOf(pods);
    this.server =
        Await.result(vertx.createHttpServer().requestHandler(this::forward).listen(0, "127.0.0.1"));
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/mcp";
  }

  /** From now on these answer. */
  void to(List<PodProcess> others) {
    pods = List.copyOf(others);
  }

  private void forward(HttpServerRequest request) {
    request.pause();
    List<PodProcess> now = pods;
    MultiMap headers = request.headers().copy(true);
    token.ifPresent(each -> headers.set("Authorization", "Bearer " + each));
    URI pod = now.get(Math.floorMod(turns.getAndIncrement(), now.size())).uri();
    client
        .request(
            new RequestOptions()
                .setMethod(request.method())
                .setHost(pod.getHost())
                .setPort(pod.getPort())
                .setURI(request.uri())
                .setHeaders(headers))
        .compose(outgoing -> {
          request.response().exceptionHandler(gone -> outgoing.reset());
          request.response().closeHandler(gone -> outgoing.reset());
          return outgoing.send(request);
        })
        .compose(answer -> {
          request.response().setStatusCode(answer.statusCode());
          request.response().headers().setAll(answer.headers());
          return request.response().send(answer);
        })
        .onFailure(failure -> request.connection().close());
  }

  @Override
  public void close() {
    Await.result(vertx.close());
  }
}
