package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.shared.message.Question;
import dev.holdfast.tasks.agent.jsonrpc.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Forms and what was filled in, as JSON ({@code elicitation/create}). */
final class ElicitationCodec {
  private static final int SCHEMA_CHARS_MAX = 16_384;

  private ElicitationCodec() {}

  /**
   * Reads a form.
   *
   * @throws Refusal where it is of a kind that was not offered
   */
  static Elicitation parse(String params) throws Refusal {
    JsonObject json = new JsonObject(params);
    String mode = text(json, "mode");
    if (!mode.isEmpty() && !mode.equals("form")) {
      throw Refusal.invalid("only forms are offered, not " + mode);
    }
    JsonObject schema = object(json, "requestedSchema");
    JsonObject properties = object(schema, "properties");
    JsonArray required =
        schema.getValue("required") instanceof JsonArray names ? names : new JsonArray();
    List<Elicitation.Field> fields = new ArrayList<>();
    for (String name : properties.fieldNames()) {
      JsonObject property = object(properties, name);
      fields.add(
          new Elicitation.Field(
              name,
              title(name, property),
              type(property),
              required.contains(name),
              choices(property),
              bounded(property)));
    }
    return new Elicitation(text(json, "message"), fields, bounded(schema));
  }

  /** The detail of a question about one field or a whole form. */
  static String detail(String field, String schema) {
    JsonObject detail = new JsonObject();
    if (!field.isEmpty()) {
      detail.put("field", field);
    }
    return detail.put("schema", new JsonObject(schema)).encode();
  }

  /** The value of a field from what a person wrote or chose; empty where it does not fit. */
  static Optional<Object> value(Elicitation.Field field, String words) {
    try {
      return switch (field.type()) {
        case TEXT -> Optional.of(words);
        case INTEGER -> Optional.of(new BigInteger(words.strip()).longValueExact());
        case NUMBER -> Optional.of(new BigDecimal(words.strip()).doubleValue());
        case BOOLEAN -> Optional.of(words.equals("true"));
        case OTHER -> Optional.empty();
      };
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  static String accepted(Map<String, Object> content) {
    return new JsonObject()
        .put("action", "accept")
        .put("content", new JsonObject(new LinkedHashMap<>(content)))
        .encode();
  }

  static String declined() {
    return new JsonObject().put("action", "decline").encode();
  }

  static String cancelled() {
    return new JsonObject().put("action", "cancel").encode();
  }

  private static Elicitation.Type type(JsonObject property) {
    return switch (text(property, "type")) {
      case "string" -> Elicitation.Type.TEXT;
      case "number" -> Elicitation.Type.NUMBER;
      case "integer" -> Elicitation.Type.INTEGER;
      case "boolean" -> Elicitation.Type.BOOLEAN;
      default -> Elicitation.Type.OTHER;
    };
  }

  private static List<Question.Option> choices(JsonObject property) {
    List<Question.Option> choices = new ArrayList<>();
    if (text(property, "type").equals("boolean")) {
      choices.add(new Question.Option("true", "Yes"));
      choices.add(new Question.Option("false", "No"));
    } else if (property.getValue("oneOf") instanceof JsonArray titled) {
      for (Object item : titled) {
        if (item instanceof JsonObject choice && choice.getValue("const") instanceof String id) {
          String title = text(choice, "title");
          choices.add(new Question.Option(id, title.isEmpty() ? id : title));
        }
      }
    } else if (property.getValue("enum") instanceof JsonArray ids) {
      JsonArray names =
          property.getValue("enumNames") instanceof JsonArray told ? told : new JsonArray();
      for (int i = 0; i < ids.size(); i++) {
        String id = String.valueOf(ids.getValue(i));
        choices.add(
            new Question.Option(id, i < names.size() ? String.valueOf(names.getValue(i)) : id));
      }
    }
    return choices;
  }

  private static String title(String name, JsonObject property) {
    String title = text(property, "title");
    String description = text(property, "description");
    String named = title.isEmpty() ? name : title;
    return description.isEmpty() ? named : named + ": " + description;
  }

  private static String bounded(JsonObject schema) {
    String text = schema.encode();
    return text.length() <= SCHEMA_CHARS_MAX ? text : "{}";
  }

  private static String text(JsonObject json, String field) {
    return json.getValue(field) instanceof String text ? text : "";
  }

  private static JsonObject object(JsonObject json, String field) {
    return json.getValue(field) instanceof JsonObject object ? object : new JsonObject();
  }
}
