package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.ErrorJson;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.RandomId;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/** The listening socket. Several instances with the same port share it. */
public final class HttpListener {
  /** To Vert.x, a free port that every instance with the same number shares; 0 would not share. */
  private static final int ANY_PORT_SHARED = -1;

  private static final int SHUTDOWN_SECONDS_MAX = 2;
  private static final int WEBSOCKET_CLOSING_SECONDS = 2;

  private final HttpServer server;

  /**
   * @param frameBytesMax bytes of one WebSocket frame and of one message
   */
  public HttpListener(
      Vertx vertx, HttpConfig config, int frameBytesMax, Handler<HttpServerRequest> router) {
    RequestDeadline deadline = new RequestDeadline(vertx, config);
    this.server =
        vertx
            .createHttpServer(options(config, frameBytesMax))
            .connectionHandler(deadline::connected)
            .requestHandler(request -> {
              deadline.asked(request);
              router.handle(request);
            })
            .invalidRequestHandler(HttpListener::refuse);
  }

  public Future<HttpListener> listen() {
    return server.listen().map(this);
  }

  /** The port that is really listened at. */
  public int port() {
    return server.actualPort();
  }

  /** Lets requests under way end, and closes. */
  public Future<Void> close() {
    return server.shutdown(SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS);
  }

  /**
   * Compression is off in both forms: a compressed frame of 61 KB was seen to become 63 MB in
   * memory, past both limits set here.
   */
  private static HttpServerOptions options(HttpConfig config, int frameBytesMax) {
    HttpServerOptions options = new HttpServerOptions();
    if (config.sendBufferBytes() > 0) {
      options.setSendBufferSize(config.sendBufferBytes());
    }
    return options
        .setHost(config.host())
        .setPort(config.port() == 0 ? ANY_PORT_SHARED : config.port())
        .setHttp2ClearTextEnabled(false)
        .setHandle100ContinueAutomatically(true)
        .setMaxInitialLineLength(config.urlBytesMax())
        .setMaxHeaderSize(config.headerBytesMax())
        .setIdleTimeout(config.idleMs())
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setMaxWebSocketFrameSize(frameBytesMax)
        .setMaxWebSocketMessageSize(frameBytesMax)
        .setWebSocketClosingTimeout(WEBSOCKET_CLOSING_SECONDS)
        .setAcceptBacklog(4_096);
  }

  /** Answers what was not even a request; the connection cannot be used any further. */
  private static void refuse(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    boolean tooLong =
        cause instanceof TooLongHttpLineException || cause instanceof TooLongHttpHeaderException;
    Fault fault =
        tooLong
            ? new Fault(ErrorCode.HEADERS_TOO_LARGE, ErrorCode.HEADERS_TOO_LARGE.meaning())
            : new Fault(ErrorCode.BAD_REQUEST, "not an HTTP/1.1 request");
    String requestId = RandomId.label("req");
    request
        .response()
        .setStatusCode(fault.code().httpStatus())
        .putHeader(RequestIds.HEADER, requestId)
        .putHeader("Content-Type", Problems.MEDIA_TYPE)
        .putHeader("Connection", "close")
        .end(ErrorJson.problem(fault, requestId))
        .onComplete(written -> request.connection().close());
  }
}
