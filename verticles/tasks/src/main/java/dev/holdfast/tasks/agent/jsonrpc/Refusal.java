package dev.holdfast.tasks.agent.jsonrpc;

/** A question of the other side is answered with an error. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int INTERNAL = -32603;

  /** As the Model Context Protocol says it of a person that does not let a model answer. */
  static final int DECLINED = -1;

  private final int code;

  private Refusal(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** What is asked is not offered here. */
  public static Refusal unknown(String method) {
    return new Refusal(METHOD_NOT_FOUND, "method not found: " + method);
  }

  /** What is asked cannot be understood. */
  public static Refusal invalid(String why) {
    return new Refusal(INVALID_PARAMS, why);
  }

  /** Who was asked does not want to. */
  public static Refusal declined(String why) {
    return new Refusal(DECLINED, why);
  }

  static Refusal internal(String why) {
    return new Refusal(INTERNAL, why);
  }

  int code() {
    return code;
  }
}
