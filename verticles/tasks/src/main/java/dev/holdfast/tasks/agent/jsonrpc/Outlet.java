package dev.holdfast.tasks.agent.jsonrpc;

/** The way to the other side. Safe for several threads. */
public interface Outlet {
  /**
   * Sends a question. Returns at once; a failure closes the conversation.
   *
   * @param id of the question, as {@link Call#id}
   * @param message one JSON-RPC message as text, without a line end
   */
  void ask(String id, String message);

  /**
   * Sends news or an answer; those sent by one thread arrive in their order. A failure closes the
   * conversation.
   */
  void tell(String message) throws InterruptedException;
}
