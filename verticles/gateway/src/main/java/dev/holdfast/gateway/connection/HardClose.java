package dev.holdfast.gateway.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Vertx;

/**
 * Ends connections whose peer does not read. A close in order waits until what was written before
 * it is out, which may be never, while a byte now and then keeps the connection from being idle.
 */
public final class HardClose {
  private static final int AFTER_MS = 5_000;

  private HardClose() {}

  /** Closes the channel in 5 s without waiting for anything, unless it is closed by then. */
  public static void soon(Vertx vertx, Channel channel) {
    long timer = vertx.setTimer(AFTER_MS, over -> now(channel));
    channel.closeFuture().addListener(closed -> vertx.cancelTimer(timer));
  }

  /** Past the library's own handlers, which would wait. */
  private static void now(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) {
      var _ = first.close(); // there is nobody to tell
    }
  }
}
