package dev.holdfast.loadtests.crowd;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a crowd is told before it begins.
 *
 * @param ports on loopback; watchers take them in turns, the publisher the first
 * @param rooms what is published to; of Holdfast the ids of sessions
 * @param subscribes whether watchers ask for events; else they only say hello
 * @param fresh whether a watcher that comes again is another one
 */
public record Wanted(
    Dialect dialect,
    List<Integer> ports,
    List<String> rooms,
    String token,
    String workerToken,
    int messageBytes,
    boolean subscribes,
    boolean fresh) {
  static Wanted of(JsonObject told) {
    return new Wanted(
        Dialect.valueOf(told.getString("dialect")),
        told.getJsonArray("ports").stream().map(Integer.class::cast).toList(),
        told.getJsonArray("rooms").stream().map(String.class::cast).toList(),
        told.getString("token", ""),
        told.getString("worker_token", ""),
        told.getInteger("message_bytes", 250),
        told.getBoolean("subscribes", true),
        told.getBoolean("fresh", false));
  }

  /** For {@link #of}. */
  public JsonObject json() {
    return new JsonObject()
        .put("dialect", dialect.name())
        .put("ports", new JsonArray(ports))
        .put("rooms", new JsonArray(rooms))
        .put("token", token)
        .put("worker_token", workerToken)
        .put("message_bytes", messageBytes)
        .put("subscribes", subscribes)
        .put("fresh", fresh);
  }

  InetSocketAddress address(int place) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(place % ports.size()));
  }

  /** A client's own id, at which its session is bound. */
  String transport(int place) {
    return rooms.getFirst() + "-" + place + (fresh ? "-" + System.nanoTime() : "");
  }

  int room(int place) {
    return place % rooms.size();
  }
}
