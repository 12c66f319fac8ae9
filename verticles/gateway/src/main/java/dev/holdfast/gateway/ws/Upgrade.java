package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.session.Credential;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/** Lets WebSockets in: the right origin, a place left, a proper upgrade. */
public final class Upgrade implements Handler<RoutingContext> {
  private final Services services;

  public Upgrade(Services services) {
    this.services = services;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    String origin = request.getHeader("Origin");
    if (origin != null && !services.config().origins().contains(origin)) {
      throw new Fault(ErrorCode.FORBIDDEN, "the origin is not among gateway.origins");
    }
    if (!request.canUpgradeToWebSocket()) {
      throw new Fault(ErrorCode.BAD_REQUEST, "this path takes a WebSocket upgrade (RFC 6455)");
    }
    if (request.query() != null) {
      throw new Fault(
          ErrorCode.BAD_REQUEST,
          "this path takes no query: URLs are logged; a token or ticket goes into the hello");
    }
    Credential credential = Credential.ofOpening(request.getHeader("Authorization"));
    Connections.Slot slot =
        services.connections().admit(request.remoteAddress(), request.headers());
    try {
      slot.place().shake();
    } catch (Fault refusal) {
      slot.free();
      throw refusal;
    }
    Channel channel = ((ConnectionBase) request.connection()).channel();
    request
        .toWebSocket()
        .onSuccess(socket ->
            new WsConnection(context.vertx(), services, socket, channel, slot, credential).open())
        .onFailure(failure -> {
          slot.free();
          context.fail(
              new Fault(ErrorCode.BAD_REQUEST, "the WebSocket upgrade is not valid", failure));
        });
  }
}
