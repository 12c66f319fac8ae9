package dev.holdfast.shared.message;

/**
 * Asks the server of an agent for something that it offers; nothing of it is durable. Empty where
 * no server offers it. Fails with {@code overloaded} where the server cannot be reached, or too
 * much is asked at once, and with {@code invalid_arguments} where it refuses.
 *
 * @param what the kind of thing
 * @param key its address or its name
 * @param params of the request, one JSON object as text
 */
public record AskServer(What what, String key, String params) {
  /** What can be asked for. */
  public enum What {
    /** The contents of a resource, by its address. */
    RESOURCE,
    /** A prompt, by its name. */
    PROMPT
  }
}
