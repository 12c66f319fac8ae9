package dev.holdfast.gateway.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads exactly one JSON object (RFC 8259), and refuses what a tolerant parser would guess at:
 * repeated keys, nesting beyond {@link #DEPTH_MAX}, another kind of value, anything after the end.
 *
 * <p>Every refusal is {@link ErrorCode#BAD_JSON} and names line and column.
 */
public final class StrictJson {
  /** Levels of nesting, the outermost object included. */
  public static final int DEPTH_MAX = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX + 1)
                  .maxNumberLength(100)
                  .maxNameLength(1_000)
                  .build())
          .build();

  private StrictJson() {}

  /**
   * The object in the text.
   *
   * @throws Fault {@link ErrorCode#BAD_JSON}
   */
  public static Fields object(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw refusal(parser, "expected one JSON object");
      }
      Map<String, @Nullable Object> values = readObject(parser, 1);
      if (parser.nextToken() != null) {
        throw refusal(parser, "unexpected text after the object");
      }
      return new Fields("", values);
    } catch (JsonProcessingException e) {
      throw new Fault(ErrorCode.BAD_JSON, "not JSON" + position(e));
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be read", e);
    }
  }

  private static Map<String, @Nullable Object> readObject(JsonParser parser, int depth)
      throws IOException {
    requireDepth(parser, depth);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (values.containsKey(name)) {
        throw refusal(parser, "repeated key " + Fields.shown(name));
      }
      parser.nextToken();
      values.put(name, readValue(parser, depth));
    }
    return values;
  }

  private static List<@Nullable Object> readArray(JsonParser parser, int depth) throws IOException {
    requireDepth(parser, depth);
    List<@Nullable Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(readValue(parser, depth));
    }
    return items;
  }

  private static @Nullable Object readValue(JsonParser parser, int depth) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser, depth + 1);
      case START_ARRAY -> readArray(parser, depth + 1);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw refusal(parser, "expected a value");
    };
  }

  private static void requireDepth(JsonParser parser, int depth) {
    if (depth > DEPTH_MAX) {
      throw refusal(parser, "nested deeper than " + DEPTH_MAX + " levels");
    }
  }

  private static Fault refusal(JsonParser parser, String what) {
    var at = parser.currentTokenLocation();
    return new Fault(
        ErrorCode.BAD_JSON, what + " at line " + at.getLineNr() + ", column " + at.getColumnNr());
  }

  private static String position(JsonProcessingException e) {
    var at = e.getLocation();
    return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
