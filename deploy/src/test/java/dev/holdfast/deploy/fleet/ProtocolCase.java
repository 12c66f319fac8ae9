package dev.holdfast.deploy.fleet;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One conversation after a hello, and what has to come of it.
 *
 * @param steps what is sent, for the clients
 * @param close the close codes that are right; empty where the connection has to stay usable
 * @param pongs the payloads of pongs in their order, in hexadecimal
 * @param replies the request ids of replies, or {@code error} and the code; where there are none
 *     and the connection is closed, it does not matter what was answered before
 */
record ProtocolCase(
    String id,
    String title,
    List<JsonObject> steps,
    Set<Integer> close,
    List<String> pongs,
    List<String> replies) {
  static ProtocolCase of(String id, String title, JsonObject... steps) {
    return new ProtocolCase(id, title, List.of(steps), Set.of(), List.of(), List.of());
  }

  ProtocolCase closes(Integer... codes) {
    return new ProtocolCase(id, title, steps, Set.of(codes), pongs, replies);
  }

  ProtocolCase pongs(String... payloads) {
    return new ProtocolCase(id, title, steps, close, List.of(payloads), replies);
  }

  ProtocolCase replies(String... wanted) {
    return new ProtocolCase(id, title, steps, close, pongs, List.of(wanted));
  }

  JsonObject json() {
    return new JsonObject()
        .put("id", id)
        .put("steps", new JsonArray(new ArrayList<>(steps)))
        .put("alive", close.isEmpty());
  }

  /** What has to come of it, in words. */
  String expected() {
    List<String> parts = new ArrayList<>();
    if (!replies.isEmpty()) {
      parts.add(replies.size() == 1 ? "reply" : replies.size() + " replies");
    }
    if (!pongs.isEmpty()) {
      parts.add(pongs.size() == 1 ? "pong" : pongs.size() + " pongs");
    }
    parts.add(
        close.isEmpty()
            ? "stays"
            : "close "
                + String.join(" or ", close.stream().sorted().map(Object::toString).toList()));
    return String.join(", ", parts);
  }

  /** Whether a client's result is the one that is wanted. */
  boolean kept(JsonObject result) {
    return result.getString("id").equals(id)
        && !result.containsKey("trouble")
        && result.getString("extensions").isEmpty()
        && (close.isEmpty()
            ? result.getInteger("close") == 0
            : close.contains(result.getInteger("close")))
        && result.getJsonArray("pongs").getList().equals(pongs)
        && ((!close.isEmpty() && replies.isEmpty())
            || result.getJsonArray("replies").getList().equals(replies));
  }
}
