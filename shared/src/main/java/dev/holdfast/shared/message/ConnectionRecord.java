package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * One lasting connection.
 *
 * @param pod the name of the pod that holds it
 * @param kind {@code websocket} or {@code sse}
 * @param remote the network it comes from, see {@code docs/protocol/http.md}
 * @param since RFC 3339 UTC, the pod's clock
 * @param transportId the id by which its client can be bound; null where it named none
 * @param credential names the key or the share it rests on; null for a signed token
 */
public record ConnectionRecord(
    String pod,
    String kind,
    @Nullable String remote,
    String since,
    @Nullable String transportId,
    @Nullable String credential) {
  private static final String SHARE = "shr_";
  private static final String LONG_POLL = "long_poll";

  /** Whether it lasts for one answer only, and another follows it. */
  public boolean comesAndGoes() {
    return kind.equals(LONG_POLL);
  }

  /** Whether whoever holds it may only look. */
  public boolean onlyLooks() {
    return credential != null && credential.startsWith(SHARE);
  }
}
