package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Fields;
import java.util.List;

/**
 * A text for an agent at work, as the client wrote it.
 *
 * @param text 1-65536 characters
 */
public record TaskMessage(String text) {
  /** The names of the fields. */
  public static final List<String> FIELDS = List.of("text");

  private static final int TEXT_MAX = 65_536;

  /** Reads the fields named in {@link #FIELDS}. */
  public static TaskMessage read(Fields fields) {
    return new TaskMessage(fields.text("text", 1, TEXT_MAX));
  }
}
