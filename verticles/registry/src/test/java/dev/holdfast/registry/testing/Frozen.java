package dev.holdfast.registry.testing;

import dev.holdfast.shared.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A way to a real server that can freeze: connections stay open, new ones are taken, and nothing
 * passes until it thaws.
 */
public final class Frozen implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final NetClient client = vertx.createNetClient();
  private final List<NetSocket> sockets = new ArrayList<>();
  private final NetServer server;
  private final URI target;
  private boolean frozen;

  /**
   * Begins thawed.
   *
   * @param uri where the real server is
   */
  public Frozen(String uri) {
    target = URI.create(uri);
    server = vertx.createNetServer().connectHandler(this::relay);
    Await.result(on(() -> server.listen(0, "127.0.0.1")));
  }

  /** The real server's URI, by this way. */
  public String uri() {
    return target.toString().replace(":" + target.getPort(), ":" + server.actualPort());
  }

  public void freeze() {
    Await.result(
        on(() -> {
          frozen = true;
          sockets.forEach(NetSocket::pause);
          return Future.succeededFuture();
        }));
  }

  public void thaw() {
    Await.result(
        on(() -> {
          frozen = false;
          sockets.forEach(NetSocket::resume);
          return Future.succeededFuture();
        }));
  }

  @Override
  public void close() {
    Await.result(vertx.close());
  }

  private void relay(NetSocket near) {
    near.pause();
    client
        .connect(target.getPort(), target.getHost())
        .onSuccess(far -> {
          far.pause();
          pass(near, far);
          pass(far, near);
        });
  }

  private void pass(NetSocket from, NetSocket to) {
    from.handler(to::write).closeHandler(closed -> to.close());
    sockets.add(from);
    if (!frozen) {
      from.resume();
    }
  }

  /** Everything happens on one event loop. */
  private <T> Future<T> on(Supplier<Future<T>> act) {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(now -> act.get().onComplete(promise));
    return promise.future();
  }
}
