package dev.holdfast.gateway.http;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** What connections of the library write to. */
public final class Channels {
  private Channels() {}

  public static Channel of(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }
}
