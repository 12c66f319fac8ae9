package dev.holdfast.deploy.fleet;

import dev.holdfast.shared.testing.Await;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** An origin of its own on loopback: one page, and what the page tells of itself. */
final class PageServer implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Promise<String> page = Promise.promise();
  private final List<JsonObject> told = new CopyOnWriteArrayList<>();
  private final HttpServer server =
      Await.result(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));

  /** As a browser writes it. */
  String origin() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** The page that is served from now on. */
  void serve(String html) {
    page.complete(html);
  }

  /** What the page told when it was done. */
  JsonObject awaitTold() {
    Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> !told.isEmpty());
    return told.getFirst();
  }

  private void answer(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.POST)) {
      request.body().onSuccess(body -> told.add(body.toJsonObject()));
      request.response().end();
    } else if (request.path().equals("/")) {
      page.future()
          .onSuccess(html ->
              request.response().putHeader("Content-Type", "text/html; charset=utf-8").end(html));
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  @Override
  public void close() {
    Await.result(vertx.close());
  }
}
