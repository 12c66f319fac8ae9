package dev.holdfast.shared.message;

/**
 * A lasting connection as those who share its session are shown it.
 *
 * @param connectionId of this connection alone; opens nothing
 * @param pod the name of the pod that holds it
 * @param kind {@code websocket} or {@code sse}
 * @param role {@code owner}, or {@code viewer} where it rests on a share token
 * @param since RFC 3339 UTC, the pod's clock
 */
public record WatcherRecord(
    String connectionId, String pod, String kind, String role, String since) {
  public static WatcherRecord of(String connectionId, ConnectionRecord connection) {
    return new WatcherRecord(
        connectionId,
        connection.pod(),
        connection.kind(),
        connection.onlyLooks() ? "viewer" : "owner",
        connection.since());
  }
}
