package dev.holdfast.gateway.http;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** What connections of the library write to. */
final class Channels {
  private Channels() {}

  static Channel of(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }
}
