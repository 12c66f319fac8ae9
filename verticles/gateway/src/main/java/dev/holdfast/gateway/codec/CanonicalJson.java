package dev.holdfast.gateway.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes what {@link StrictJson} read so that two wordings of the same object become one text: keys
 * in order, no spaces.
 *
 * <p>Refused is what Postgres does not store as jsonb: U+0000, half a surrogate pair, and numbers
 * of an exponent beyond that of a double.
 */
final class CanonicalJson {
  private static final int EXPONENT_MAX = 308;

  private final Fields fields;
  private final String name;
  private final StringBuilder out = new StringBuilder();

  private CanonicalJson(Fields fields, String name) {
    this.fields = fields;
    this.name = name;
  }

  /** The object as text; faults name the field it is the value of. */
  static String write(Fields fields, String name, Map<?, ?> object) {
    CanonicalJson json = new CanonicalJson(fields, name);
    json.object(object);
    return json.out.toString();
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String text -> text(text);
      case Map<?, ?> map -> object(map);
      case List<?> list -> list(list);
      case BigDecimal number -> number(number);
      case BigInteger number -> out.append(number);
      default -> out.append(value);
    }
  }

  private void object(Map<?, ?> map) {
    Map<String, @Nullable Object> ordered = new TreeMap<>();
    map.forEach((key, value) -> ordered.put((String) key, value));
    char separator = '{';
    for (Map.Entry<String, @Nullable Object> member : ordered.entrySet()) {
      out.append(separator);
      text(member.getKey());
      out.append(':');
      value(member.getValue());
      separator = ',';
    }
    out.append(ordered.isEmpty() ? "{}" : "}");
  }

  private void list(List<?> list) {
    char separator = '[';
    for (Object item : list) {
      out.append(separator);
      value(item);
      separator = ',';
    }
    out.append(list.isEmpty() ? "[]" : "]");
  }

  private void text(String text) {
    fields.requireStorable(name, text);
    out.append(JsonOut.quoted(text));
  }

  private void number(BigDecimal number) {
    if (Math.abs((long) number.scale()) > EXPONENT_MAX) {
      throw fields.invalid(name, "must not have a number with an exponent beyond " + EXPONENT_MAX);
    }
    out.append(number);
  }
}
