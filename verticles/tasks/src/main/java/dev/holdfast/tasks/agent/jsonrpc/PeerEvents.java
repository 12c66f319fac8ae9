package dev.holdfast.tasks.agent.jsonrpc;

/** What the other side of a conversation tells and asks. */
public interface PeerEvents {
  /** News, one after the other in their order; while it blocks, nothing more is read. */
  void told(String method, String params) throws InterruptedException;

  /**
   * A question, on a thread of its own, interrupted when the conversation ends.
   *
   * @return the result, as JSON
   * @throws Refusal to answer with an error instead
   */
  String asked(String method, String params) throws Refusal, InterruptedException;
}
