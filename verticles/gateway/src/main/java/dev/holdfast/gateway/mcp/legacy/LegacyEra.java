package dev.holdfast.gateway.mcp.legacy;

import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.mcp.exchange.Exchange;
import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.exchange.McpHeaders;
import dev.holdfast.gateway.mcp.offers.Offer;
import dev.holdfast.gateway.mcp.offers.Offers;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcMessage;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.gateway.mcp.tools.Questions;
import dev.holdfast.gateway.mcp.tools.ToolDesk;
import dev.holdfast.gateway.session.McpSessions;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.McpSession;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** Requests of clients that initialize. */
public final class LegacyEra {
  private static final int ID_MAX = 200;

  private final McpSessions mcp;
  private final Initialize initialize;
  private final Offers offers;
  private final LegacyCalls calls;
  private final TaskQueries tasks;
  private final Questions questions;
  private final Wishes wishes;
  private final Roots roots;

  public LegacyEra(McpSessions mcp, ToolDesk tools, Offers offers, TaskQueries tasks) {
    this.mcp = mcp;
    this.initialize = new Initialize(mcp);
    this.offers = offers;
    this.calls = new LegacyCalls(tools, tasks);
    this.tasks = tasks;
    this.questions = new Questions(tasks);
    this.wishes = new Wishes(mcp, offers);
    this.roots = new Roots(mcp);
  }

  /** Whether a protocol version is one of this era. */
  public static boolean speaks(String version) {
    return Initialize.VERSIONS.contains(version);
  }

  public Future<McpAnswer> post(Exchange exchange, RpcMessage message) {
    if (message instanceof RpcMessage.Request request
        && request.method().equals(Initialize.METHOD)) {
      return initialize.answer(exchange, request);
    }
    return session(exchange)
        .compose(session ->
            switch (message) {
              case RpcMessage.Request request -> request(exchange, session, request);
              case RpcMessage.Notification notification -> heard(exchange, session, notification);
              case RpcMessage.Response response ->
                  Roots.isAnswer(response)
                      ? roots
                          .answered(exchange, session, response)
                          .map(heard -> new McpAnswer.Nothing(202))
                      : answered(exchange, response);
            });
  }

  /**
   * The stream of what is said without being asked; or a stream that broke, from where it broke.
   */
  public Future<McpAnswer> get(Exchange exchange) {
    String last = exchange.headers().get("Last-Event-ID");
    return session(exchange)
        .compose(session -> {
          if (last == null || last.isEmpty()) {
            return Future.succeededFuture(LegacyNews.begun(session));
          }
          return LegacyNews.resumed(session, last)
              .<Future<McpAnswer>>map(Future::succeededFuture)
              .orElseGet(() -> resumed(session, last));
        });
  }

  /** Ends the session of the protocol; the session it was bound to stays. */
  public Future<McpAnswer> delete(Exchange exchange) {
    return session(exchange)
        .compose(session -> mcp.close(exchange.principal(), session.id()))
        .recover(LegacyEra::unknown)
        .map(closed -> new McpAnswer.Nothing(204));
  }

  private Future<McpSession> session(Exchange exchange) {
    requireVersion(exchange);
    String id = exchange.headers().get(McpHeaders.SESSION);
    if (id == null || id.isEmpty()) {
      return Future.failedFuture(
          RpcRefusal.of(
              RpcCode.INVALID_REQUEST,
              "the header Mcp-Session-Id is required; initialize answers it"));
    }
    return id.length() > ID_MAX
        ? Future.failedFuture(unknownSession())
        : mcp.find(exchange.principal(), id).recover(LegacyEra::unknown);
  }

  /** Absent it is taken for 2025-03-26, which had no such header. */
  private static void requireVersion(Exchange exchange) {
    String version = exchange.headers().get(McpHeaders.VERSION);
    if (version != null && !speaks(version)) {
      throw RpcRefusal.of(
          RpcCode.INVALID_REQUEST,
          "MCP-Protocol-Version must be one of " + String.join(", ", Initialize.VERSIONS));
    }
  }

  private Future<McpAnswer> request(
      Exchange exchange, McpSession session, RpcMessage.Request request) {
    return switch (request.method()) {
      case "ping" -> Future.succeededFuture(done(request));
      case "tools/list" -> calls.list(request);
      case "tools/call" -> calls.call(exchange, session, request);
      case "logging/setLevel" ->
          wishes.setLevel(exchange.principal(), session, request.params()).map(done(request));
      case "resources/subscribe" ->
          wishes
              .subscribe(exchange.principal(), session, request.params(), true)
              .map(done(request));
      case "resources/unsubscribe" ->
          wishes
              .subscribe(exchange.principal(), session, request.params(), false)
              .map(done(request));
      default -> offered(exchange, session, request);
    };
  }

  /** There is nothing to tell but that it was done. */
  private static McpAnswer done(RpcMessage.Request request) {
    return McpAnswer.message(RpcOut.result(request.id(), out -> {}));
  }

  private Future<McpAnswer> offered(
      Exchange exchange, McpSession session, RpcMessage.Request request) {
    return offers
        .ask(
            exchange.principal(),
            Optional.of(session),
            request.method(),
            request.params(),
            Optional.empty())
        .map(offer -> offer.map(found -> offered(request, found)))
        .orElseGet(() ->
            Future.failedFuture(
                RpcRefusal.answered(
                    RpcCode.METHOD_NOT_FOUND, "no method " + JsonOut.quoted(request.method()))));
  }

  private static McpAnswer offered(RpcMessage.Request request, Offer offer) {
    if (offer.wanting().isPresent()) {
      throw RpcRefusal.answered(
          RpcCode.INTERNAL_ERROR,
          "the server that offers it wants to ask its client first, which needs 2026-07-28");
    }
    return McpAnswer.message(RpcOut.result(request.id(), offer.members()));
  }

  /** What a client says without wanting an answer; what is not known here is let pass. */
  private Future<McpAnswer> heard(
      Exchange exchange, McpSession session, RpcMessage.Notification notification) {
    Future<?> done =
        switch (notification.method()) {
          case "notifications/cancelled" ->
              calls.cancel(exchange.principal(), session, notification.params());
          case Roots.CHANGED -> roots.changed(exchange, session);
          default -> Future.succeededFuture();
        };
    return done.map(heard -> new McpAnswer.Nothing(202));
  }

  /**
   * An answer to a question; one that comes too late or twice changes nothing. One that cannot be
   * taken is refused, and the question waits for somebody else; of another server's request it
   * counts as a failure of the client.
   */
  private Future<McpAnswer> answered(Exchange exchange, RpcMessage.Response response) {
    McpAnswer heard = new McpAnswer.Nothing(202);
    return AskedFor.of(response.id())
        .map(asked ->
            questions
                .answer(
                    exchange.principal(),
                    asked.taskId(),
                    asked.inputId(),
                    Map.of(
                        asked.name(), response.failed() ? Questions.CANCELLED : response.result()))
                .map(heard)
                .recover(failure -> unheard(exchange, asked, Fault.of(failure), heard)))
        .orElseGet(() -> Future.succeededFuture(heard));
  }

  private Future<McpAnswer> unheard(
      Exchange exchange, AskedFor asked, Fault fault, McpAnswer heard) {
    if (fault.code() == ErrorCode.INVALID_FIELD) {
      return questions
          .giveUp(exchange.principal(), asked.taskId(), asked.inputId(), asked.name())
          .compose(over ->
              over
                  ? Future.succeededFuture(heard)
                  : Future.failedFuture(
                      RpcRefusal.of(
                          RpcCode.INVALID_PARAMS, fault.code().wire() + ": " + fault.detail())));
    }
    return fault.code().httpStatus() < 500
        ? Future.succeededFuture(heard)
        : Future.failedFuture(fault);
  }

  /** A stream whose task is no more has nothing to go on with. */
  private Future<McpAnswer> resumed(McpSession session, String last) {
    return StreamPosition.of(last)
        .map(position ->
            tasks
                .get(session.session().owner(), position.taskId())
                .map(task -> calls.resumed(session, task, position))
                .recover(failure ->
                    Fault.of(failure).code() == ErrorCode.UNKNOWN_TASK
                        ? Future.failedFuture(noStream())
                        : Future.failedFuture(failure)))
        .orElseGet(() -> Future.failedFuture(noStream()));
  }

  private static RpcRefusal noStream() {
    return RpcRefusal.of(RpcCode.INVALID_REQUEST, "Last-Event-ID is none of this server");
  }

  private static <T> Future<T> unknown(Throwable failure) {
    return failure instanceof Fault fault && fault.code() == ErrorCode.UNKNOWN_BINDING
        ? Future.failedFuture(unknownSession())
        : Future.failedFuture(failure);
  }

  private static RpcRefusal unknownSession() {
    return RpcRefusal.of(
        RpcCode.UNKNOWN_SESSION, "no such session; it was closed or has ended: initialize again");
  }
}
