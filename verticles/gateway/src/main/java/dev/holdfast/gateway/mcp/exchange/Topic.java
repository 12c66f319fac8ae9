package dev.holdfast.gateway.mcp.exchange;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/** What a client is told of on a stream of its own. */
public sealed interface Topic {
  /** Whose events tell of it. */
  SessionRef session();

  /** Which task's events tell of it; null where all of the session do. */
  @Nullable String taskId();

  /** That a resource changed. */
  record Resource(SessionRef session, @Nullable String taskId, String uri) implements Topic {}

  /** How a task stands, when that changed. */
  record Task(SessionRef session, String taskId) implements Topic {}
}
