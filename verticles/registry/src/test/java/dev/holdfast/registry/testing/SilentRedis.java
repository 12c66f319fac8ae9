package dev.holdfast.registry.testing;

import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;

/** The way to the real Redis, which can be made to swallow everything while it stays connected. */
public final class SilentRedis implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final NetServer server;
  private volatile boolean silent;

  public SilentRedis() {
    server = vertx.createNetServer().connectHandler(this::relay);
    Await.result(server.listen(0, "127.0.0.1"));
  }

  public String uri() {
    return "redis://127.0.0.1:" + server.actualPort();
  }

  public void silence(boolean on) {
    silent = on;
  }

  @Override
  public void close() {
    Await.result(vertx.close());
  }

  private void relay(NetSocket near) {
    near.pause();
    client
        .connect(URI.create(TestRedis.uri()).getPort(), "127.0.0.1")
        .onSuccess(far -> {
          forward(near, far);
          forward(far, near);
          near.resume();
        });
  }

  private void forward(NetSocket from, NetSocket to) {
    from.handler(bytes -> {
      if (!silent) {
        to.write(bytes);
      }
    });
    from.closeHandler(closed -> to.close());
  }
}
