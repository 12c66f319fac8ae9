package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.JsonOut;
import java.util.Map;
import java.util.function.Consumer;

/** What an operation came to. */
sealed interface Answer {
  /**
   * A JSON document.
   *
   * @param headers beside Content-Type
   */
  record Json(int status, Map<String, String> headers, String text) implements Answer {
    public Json {
      headers = Map.copyOf(headers);
    }
  }

  /** The operation has taken over the response and ends it itself. */
  record Streaming() implements Answer {}

  static Answer json(int status, Consumer<JsonOut> body) {
    return new Json(status, Map.of(), JsonOut.object(body));
  }
}
