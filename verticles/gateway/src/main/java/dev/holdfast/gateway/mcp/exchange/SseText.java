package dev.holdfast.gateway.mcp.exchange;

/** Server-sent events (WHATWG HTML, section 9.2), each of one JSON-RPC message. */
public final class SseText {
  /** Says nothing; a client knows by it that its stream stands. */
  public static final String OPEN = ": open\n\n";

  private static final String RETRY = "retry: 1000\n";

  private SseText() {}

  /**
   * The first event of a stream that can be resumed: an id and no message (SEP-1699), and how soon
   * to come back after a break.
   */
  public static String priming(String id) {
    return "id: " + id + "\n" + RETRY + "data: \n\n";
  }

  /**
   * Up to where a stream that stands has told, where there is no message to say it with: an id and
   * no message.
   */
  public static String position(String id) {
    return "id: " + id + "\ndata: \n\n";
  }

  public static String message(String id, String json) {
    return "id: " + id + "\nevent: message\ndata: " + json + "\n\n";
  }

  /** Of a stream that cannot be resumed. */
  public static String message(String json) {
    return "event: message\ndata: " + json + "\n\n";
  }
}
