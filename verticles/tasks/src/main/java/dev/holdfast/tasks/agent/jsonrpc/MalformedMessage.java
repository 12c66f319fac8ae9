package dev.holdfast.tasks.agent.jsonrpc;

/** What came is no JSON-RPC 2.0 message; the text of it says why. */
final class MalformedMessage extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedMessage(String why) {
    super(why, null, false, false);
  }

  /** What was wrong with it, as the end of a sentence. */
  String why() {
    return String.valueOf(getMessage());
  }
}
