package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.connection.BackPressure;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.worker.WorkerDesk;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.WorkerOrder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/** From the first frame of a connection to what goes on over it. */
final class Beginnings {
  private final Vertx vertx;
  private final Services services;
  private final Handshake handshake;
  private final Connections.Slot slot;
  private final WsConnection connection;
  private final BackPressure pressure;
  private final Consumer<String> send;

  Beginnings(
      Vertx vertx,
      Services services,
      Handshake handshake,
      Connections.Slot slot,
      WsConnection connection,
      BackPressure pressure,
      Consumer<String> send) {
    this.vertx = vertx;
    this.services = services;
    this.handshake = handshake;
    this.slot = slot;
    this.connection = connection;
    this.pressure = pressure;
    this.send = send;
  }

  /**
   * A conversation about to begin.
   *
   * @param ack the answer to the first frame
   * @param afterwards done once that was written
   */
  record Beginning(Access access, Conversation conversation, String ack, Runnable afterwards) {}

  Future<Beginning> client(ClientFrame.Hello hello, String mark) {
    return services
        .openings()
        .take(connection::isClosed, () -> handshake.settle(hello))
        .compose(settled -> {
          SessionRef session = settled.session().session();
          ControlRequests control =
              new ControlRequests(
                  services.controls(),
                  services.drivers(),
                  new OwnSession(services.sessions(), session));
          return control
              .begin(hello.role())
              .map(role -> client(settled, control, role, mark))
              .onFailure(failure -> control.close());
        });
  }

  private Beginning client(
      Handshake.Settled settled, ControlRequests control, Consumer<JsonOut> role, String mark) {
    SessionRef own = settled.session().session();
    Access access = settled.access();
    Subscriptions subscriptions = new Subscriptions(services, connection, pressure, access, own);
    OpenCalls calls = new OpenCalls(vertx, services, own, connection, pressure, send);
    PresenceRequests presence =
        new PresenceRequests(
            services.presences(),
            services.config().subscriptionsMax(),
            new OwnSession(services.sessions(), own),
            connection,
            send);
    Requests requests =
        new Requests(services, access, own, subscriptions, calls, presence, control, slot);
    int heartbeatMs = services.connectionConfig().heartbeatMs();
    return new Beginning(
        access,
        new ClientConversation(requests, subscriptions, calls, presence, control),
        ServerFrame.helloAck(
            mark, settled.session(), services.pod(), heartbeatMs, settled.warning(), role),
        () -> slot.present(Connections.Kind.WEBSOCKET, own, settled.transportId()));
  }

  Future<Beginning> worker(ClientFrame.WorkerHello hello, String mark) {
    String id = hello.workerId() == null ? RandomId.mint("worker") : hello.workerId();
    var offer = new WorkerDesk.Offer(id, hello.agents(), hello.slots(), hello.jobs());
    return handshake
        .admit(hello)
        .compose(access ->
            services
                .workers()
                .open(access.principal(), offer, this::order)
                .map(opened ->
                    new Beginning(
                        access,
                        new WorkerConversation(opened.line()),
                        WorkerOrders.welcome(mark, id, services.pod(), opened.welcome()),
                        opened.line()::begin)));
  }

  private void order(WorkerOrder order) {
    switch (order) {
      case WorkerOrder.Begin begin -> send.accept(WorkerOrders.begin(begin));
      case WorkerOrder.Answered answered -> send.accept(WorkerOrders.answered(answered));
      case WorkerOrder.Stop stop -> send.accept(WorkerOrders.stop(stop));
      case WorkerOrder.Tell tell -> send.accept(WorkerOrders.tell(tell));
      case WorkerOrder.Replaced replaced ->
          connection.end(new Fault(ErrorCode.WORKER_REPLACED, ErrorCode.WORKER_REPLACED.meaning()));
      case WorkerOrder.Taken taken -> {} // the line's own
    }
  }
}
