package dev.holdfast.gateway.http;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Request bodies: how large they may be; {@link RequestDeadline} has how long they may take. */
public final class Bodies {
  private final HttpConfig config;

  public Bodies(HttpConfig config) {
    this.config = config;
  }

  /** Holds the body back until it is wanted. */
  public static void hold(HttpServerRequest request) {
    if (hasBody(request)) {
      request.pause();
    }
  }

  /** The body, empty where there is none; fails with {@link ErrorCode#PAYLOAD_TOO_LARGE}. */
  public Future<Buffer> read(HttpServerRequest request) {
    if (!hasBody(request)) {
      return Future.succeededFuture(Buffer.buffer());
    }
    if (declaredBytes(request) > config.bodyBytesMax()) {
      return Future.failedFuture(tooLarge());
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer soFar = Buffer.buffer();
    request.exceptionHandler(
        broken -> whole.tryFail(new Fault(ErrorCode.BAD_REQUEST, "the body broke off", broken)));
    request.handler(part -> {
      if (soFar.length() + part.length() > config.bodyBytesMax()) {
        request.handler(rest -> {});
        whole.tryFail(tooLarge());
      } else {
        soFar.appendBuffer(part);
      }
    });
    request.endHandler(end -> whole.tryComplete(soFar));
    request.resume();
    return whole.future();
  }

  /** Lets what is left of a body go by, so that the connection can be used again. */
  public static void discard(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.resume();
    }
  }

  private static boolean hasBody(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || declaredBytes(request) > 0;
  }

  private static long declaredBytes(HttpServerRequest request) {
    String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return declared == null ? 0 : Long.parseLong(declared);
    } catch (NumberFormatException e) {
      throw new Fault(ErrorCode.BAD_REQUEST, "Content-Length must be a number", e);
    }
  }

  private Fault tooLarge() {
    return new Fault(
        ErrorCode.PAYLOAD_TOO_LARGE, "a body may have " + config.bodyBytesMax() + " bytes");
  }
}
