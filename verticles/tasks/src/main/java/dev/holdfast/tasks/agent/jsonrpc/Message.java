package dev.holdfast.tasks.agent.jsonrpc;

/** A JSON-RPC 2.0 message; parameters and results are JSON as text. */
sealed interface Message {
  /**
   * The other side asks.
   *
   * @param id as JSON, a string or a number
   */
  record Request(String id, String method, String params) implements Message {}

  /** The other side tells. */
  record Notification(String method, String params) implements Message {}

  /** The answer to a question of ours. */
  record Result(String id, String result) implements Message {}

  /**
   * The refusal of a question of ours.
   *
   * @param id empty where the other side could not say of which
   */
  record Failure(String id, int code, String message) implements Message {}
}
