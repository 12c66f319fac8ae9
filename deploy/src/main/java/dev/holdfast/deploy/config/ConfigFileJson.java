package dev.holdfast.deploy.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * JSON to flat keys: {@code {"http":{"port":8080}}} and {@code {"http.port":8080}} both become
 * {@code http.port}. Arrays of plain values become lists; {@code null} counts as absent. A JSON
 * Schema, at {@code tools.<name>.input_schema}, stays the JSON text that it is.
 */
public final class ConfigFileJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Pattern KEPT = Pattern.compile("tools\\.[^.]+\\.input_schema");

  private ConfigFileJson() {}

  /**
   * Reads one JSON object.
   *
   * @param origin names the text in errors, for example {@code file holdfast.json}
   */
  public static ObjectNode object(String text, String origin) {
    if (parse(text, origin) instanceof ObjectNode object) {
      return object;
    }
    throw new ConfigException(origin + " must hold one JSON object");
  }

  /** The values of one JSON object under flat keys. */
  public static Map<String, String> flatten(String text, String origin) {
    Map<String, String> values = new TreeMap<>();
    flatten(object(text, origin), "", origin, values);
    return values;
  }

  /** A list written as a JSON array, as the text {@link Settings} takes for a list. */
  static String list(String text, String key, String origin) {
    return joined(parse(text, key + " (" + origin + ")"), key, origin);
  }

  private static JsonNode parse(String text, String origin) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          origin
              + " is not valid JSON, line "
              + e.getLocation().getLineNr()
              + ": "
              + e.getOriginalMessage().lines().findFirst().orElse(""));
    }
  }

  private static void flatten(
      ObjectNode object, String prefix, String origin, Map<String, String> values) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String key = prefix + field.getKey();
      JsonNode value = field.getValue();
      if (value instanceof ObjectNode inner && KEPT.matcher(key).matches()) {
        put(key, inner.toString(), origin, values);
      } else if (value instanceof ObjectNode inner) {
        flatten(inner, key + ".", origin, values);
      } else if (!value.isNull()) {
        put(key, flat(value, key, origin), origin, values);
      }
    }
  }

  private static void put(String key, String text, String origin, Map<String, String> values) {
    if (values.put(key, text) != null) {
      throw new ConfigException(origin + " sets " + key + " twice");
    }
  }

  private static String flat(JsonNode value, String key, String origin) {
    return value.isArray() ? joined(value, key, origin) : scalar(value, key, origin);
  }

  private static String joined(JsonNode array, String key, String origin) {
    List<String> items = new ArrayList<>();
    array.forEach(item -> items.add(scalar(item, key, origin)));
    return String.join(Settings.LIST_SEPARATOR, items);
  }

  private static String scalar(JsonNode value, String key, String origin) {
    if (!value.isValueNode() || value.isNull()) {
      throw new ConfigException(
          key + " (" + origin + ") must be a text, a number, true or false, or a list of these");
    }
    if (value.asText().contains(Settings.LIST_SEPARATOR)) {
      throw new ConfigException(key + " (" + origin + ") must not contain U+001F");
    }
    return value.asText();
  }
}
