package dev.holdfast.gateway.mcp.exchange;

import dev.holdfast.shared.identity.SessionRef;
import java.util.List;
import java.util.Map;

/** What a request came to. */
public sealed interface McpAnswer {
  /**
   * One JSON-RPC message.
   *
   * @param headers beside Content-Type
   */
  record Message(int status, Map<String, String> headers, String json) implements McpAnswer {
    public Message {
      headers = Map.copyOf(headers);
    }
  }

  /** A status and no body. */
  record Nothing(int status) implements McpAnswer {}

  /**
   * A stream that tells of a task until it has ended.
   *
   * @param after the number of the last event that the client was told of; {@link #FROM_NOW} where
   *     nobody knows what came before
   * @param cancelling whether the task is cancelled when the client leaves before its end
   * @param resumable whether the client has what it needs to ask for it again
   */
  record Following(
      SessionRef session,
      String taskId,
      long after,
      boolean cancelling,
      boolean resumable,
      Story story)
      implements McpAnswer {
    /** In the place of a position. */
    public static final long FROM_NOW = -1;

    /** Whether nobody could go on with the task once this call has failed. */
    public boolean lostWithCall() {
      return cancelling && !resumable;
    }
  }

  /**
   * A stream of news, for as long as the client listens.
   *
   * @param session whose events change what is told of
   * @param after the number of the last event that the client was told of; {@link
   *     Following#FROM_NOW} for a new stream
   * @param missed whether nobody knows what changed before, so that all of it may have
   * @param back whether it goes on with one that broke
   */
  record Listening(SessionRef session, long after, boolean missed, boolean back, News news)
      implements McpAnswer {}

  /** A stream of certain topics, for as long as the client listens; it cannot be resumed. */
  record Subscribed(List<Topic> topics, Words words) implements McpAnswer {
    public Subscribed {
      topics = List.copyOf(topics);
    }
  }

  /** There is no stream to be had, and nothing to come back for. */
  record NoStream() implements McpAnswer {}

  static McpAnswer message(String json) {
    return new Message(200, Map.of(), json);
  }
}
