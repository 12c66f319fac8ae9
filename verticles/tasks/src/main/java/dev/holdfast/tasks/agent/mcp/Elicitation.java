package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.shared.message.Question;
import java.util.List;

/**
 * A form that a server wants filled in.
 *
 * @param message what it is for
 * @param fields in their order
 * @param schema of the whole form, one JSON object as text
 */
record Elicitation(String message, List<Field> fields, String schema) {
  Elicitation {
    fields = List.copyOf(fields);
  }

  /** What a field takes. */
  enum Type {
    /** Any text, or one of its choices. */
    TEXT,
    /** A number. */
    NUMBER,
    /** A whole number. */
    INTEGER,
    /** Yes or no. */
    BOOLEAN,
    /** Something that one question cannot ask for. */
    OTHER
  }

  /**
   * One field.
   *
   * @param title what a person reads
   * @param choices the values that may be chosen; empty where any of its type will do
   * @param schema of the field, one JSON object as text
   */
  record Field(
      String name,
      String title,
      Type type,
      boolean required,
      List<Question.Option> choices,
      String schema) {
    Field {
      choices = List.copyOf(choices);
    }
  }

  /** Whether it can be asked for, one field after the other. */
  boolean canBeAsked() {
    return toAsk().stream().noneMatch(field -> field.type() == Type.OTHER);
  }

  /** The fields to ask for: those that must be filled in, or the only one. */
  List<Field> toAsk() {
    List<Field> required = fields.stream().filter(Field::required).toList();
    return required.isEmpty() && fields.size() == 1 ? fields : required;
  }
}
