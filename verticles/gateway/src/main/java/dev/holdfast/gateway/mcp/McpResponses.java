package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.http.Bodies;
import dev.holdfast.gateway.http.Problems;
import dev.holdfast.gateway.http.RequestIds;
import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers and refusals as HTTP responses. */
final class McpResponses {
  private static final Logger LOG = LoggerFactory.getLogger(McpResponses.class);
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence CONTENT_TYPE = HttpHeaders.createOptimized("Content-Type");
  private static final int NOT_ALLOWED = 405;
  private static final int TOO_MANY = 429;
  private static final Set<ErrorCode> BEFORE_THE_MESSAGE =
      Set.of(
          ErrorCode.UNAUTHENTICATED,
          ErrorCode.FORBIDDEN,
          ErrorCode.READ_ONLY,
          ErrorCode.PAYLOAD_TOO_LARGE,
          ErrorCode.BAD_REQUEST);

  private static final Set<ErrorCode> INSUFFICIENT =
      Set.of(ErrorCode.FORBIDDEN, ErrorCode.READ_ONLY);

  private final ResourceMetadata metadata;
  private final StreamParts streams;

  McpResponses(ResourceMetadata metadata, StreamParts streams) {
    this.metadata = metadata;
    this.streams = streams;
  }

  /** Fails with nothing written. */
  Future<Void> write(
      HttpServerRequest request, Access access, McpAnswer answer, StreamPlace place) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      left(answer);
      return Future.succeededFuture();
    }
    return switch (answer) {
      case McpAnswer.Message(int status, var headers, String json) -> {
        headers.forEach(response::putHeader);
        response.setStatusCode(status).putHeader(CONTENT_TYPE, JSON).end(json);
        yield Future.succeededFuture();
      }
      case McpAnswer.Nothing(int status) -> {
        response.setStatusCode(status).end();
        yield Future.succeededFuture();
      }
      case McpAnswer.NoStream none -> {
        noStream(response);
        yield Future.succeededFuture();
      }
      case McpAnswer.Listening listening -> {
        if (streams.news().isReplaced(listening)) {
          noStream(response);
          yield Future.succeededFuture();
        }
        yield new NewsStream(streams, listening, stream(request, access, place)).open();
      }
      case McpAnswer.Subscribed subscribed ->
          new TopicStream(streams, subscribed, stream(request, access, place)).open();
      case McpAnswer.Following following ->
          new TaskStream(streams, following, stream(request, access, place)).open();
    };
  }

  /**
   * What the protocol has beside a stream there. Clients take it for the end, where they would come
   * back for ever to a stream that ends at once.
   */
  private static void noStream(HttpServerResponse response) {
    response.setStatusCode(NOT_ALLOWED).putHeader("Allow", "POST, DELETE").end();
  }

  private SseResponse stream(HttpServerRequest request, Access access, StreamPlace place) {
    return new SseResponse(request, access, streams, place.hand());
  }

  /** The client left before its answer began: what nobody could ask for again ends with that. */
  private void left(McpAnswer answer) {
    if (answer instanceof McpAnswer.Following following && following.cancelling()) {
      streams.tasks().cancel(following.session().owner(), following.taskId());
    }
  }

  void notAllowed(HttpServerRequest request) {
    request.response().setStatusCode(NOT_ALLOWED).putHeader("Allow", "POST, GET, DELETE").end();
  }

  /**
   * Refuses a request.
   *
   * @param id the request's, as JSON text
   */
  void refuse(HttpServerRequest request, String id, Throwable failure) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      request.connection().close();
      return;
    }
    RpcRefusal refusal = refusal(request, failure);
    response.setStatusCode(refusal.httpStatus()).putHeader(CONTENT_TYPE, JSON);
    challenge(request, failure);
    if (failure instanceof Fault fault) {
      fault.retryAfterMs().ifPresent(ms -> response.putHeader("Retry-After", Problems.seconds(ms)));
    }
    response.end(RpcOut.error(id, refusal));
    Bodies.discard(request);
  }

  /** Tells who needs another credential where to get one. */
  private void challenge(HttpServerRequest request, Throwable failure) {
    if (!(failure instanceof Fault fault)) {
      return;
    }
    String host = request.getHeader("Host");
    if (fault.code() == ErrorCode.UNAUTHENTICATED) {
      boolean presented = request.getHeader("Authorization") != null;
      request.response().putHeader("WWW-Authenticate", metadata.challenge(host, presented));
    } else if (INSUFFICIENT.contains(fault.code())) {
      request.response().putHeader("WWW-Authenticate", metadata.insufficient(host));
    }
  }

  /** What a caller did wrong is an answer; what stands before the message is a status. */
  private static RpcRefusal refusal(HttpServerRequest request, Throwable failure) {
    if (failure instanceof RpcRefusal refusal) {
      return refusal;
    }
    Fault fault = Fault.of(failure);
    int status = fault.code().httpStatus();
    String told = fault.code().wire() + ": " + fault.detail();
    if (fault.code() == ErrorCode.INTERNAL) {
      LOG.atError()
          .addKeyValue("request_id", RequestIds.of(request))
          .setCause(fault.getCause())
          .log("a message failed");
    }
    if (status >= 500 || status == TOO_MANY) {
      return RpcRefusal.with(status, RpcCode.INTERNAL_ERROR, told);
    }
    return BEFORE_THE_MESSAGE.contains(fault.code())
        ? RpcRefusal.with(status, RpcCode.INVALID_REQUEST, told)
        : RpcRefusal.answered(RpcCode.INVALID_PARAMS, told);
  }
}
