package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer to an agent's question as the client wrote it.
 *
 * @param inputId which question is meant; null for the open one
 */
public record InputAnswer(@Nullable String inputId, Answer answer) {
  /** The names of the fields. */
  public static final List<String> FIELDS = List.of("input_id", "option", "text");

  private static final int ID_MAX = 200;
  private static final int TEXT_MAX = 65_536;

  /** An answer made of another protocol's; refuses one that is longer than with {@link #read}. */
  public static InputAnswer of(String inputId, Answer answer) {
    require("option", answer.option(), ID_MAX);
    require("text", answer.text(), TEXT_MAX);
    return new InputAnswer(inputId, answer);
  }

  private static void require(String name, @Nullable String value, int max) {
    if (value != null && value.length() > max) {
      throw new Fault(
          ErrorCode.INVALID_FIELD,
          "the answer's " + name + " must have at most " + max + " characters");
    }
  }

  /** Reads the fields named in {@link #FIELDS}. */
  public static InputAnswer read(Fields fields) {
    String option = fields.textOrNull("option", 1, ID_MAX);
    String text = fields.textOrNull("text", 1, TEXT_MAX);
    if (option == null && text == null) {
      throw new Fault(ErrorCode.MISSING_FIELD, "option or text is required");
    }
    return new InputAnswer(fields.textOrNull("input_id", 1, ID_MAX), new Answer(option, text));
  }
}
