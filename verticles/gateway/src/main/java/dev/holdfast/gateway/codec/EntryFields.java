package dev.holdfast.gateway.codec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the kinds of fields that entries have and other requests do not. */
public final class EntryFields {
  private EntryFields() {}

  public static boolean has(Fields fields, String name) {
    return fields.value(name) != null;
  }

  /** An optional number within limits. */
  public static @Nullable Double decimalOrNull(Fields fields, String name, int min, int max) {
    BigDecimal number =
        switch (fields.value(name)) {
          case null -> null;
          case Integer whole -> BigDecimal.valueOf(whole);
          case Long whole -> BigDecimal.valueOf(whole);
          case BigDecimal decimal -> decimal;
          default -> throw fields.invalid(name, "must be a number " + min + "-" + max);
        };
    if (number == null) {
      return null;
    }
    if (number.compareTo(BigDecimal.valueOf(min)) < 0
        || number.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw fields.invalid(name, "must be a number " + min + "-" + max);
    }
    return number.doubleValue();
  }

  /** An optional flag. */
  public static boolean flag(Fields fields, String name, boolean byDefault) {
    return switch (fields.value(name)) {
      case null -> byDefault;
      case Boolean flag -> flag;
      default -> throw fields.invalid(name, "must be true or false");
    };
  }

  /** A list of texts, empty where it is absent. */
  public static List<String> texts(Fields fields, String name, int itemsMax, int charsMax) {
    List<String> texts = new ArrayList<>();
    for (Object item : items(fields, name, itemsMax)) {
      if (!(item instanceof String text) || text.isEmpty() || text.length() > charsMax) {
        throw fields.invalid(name, "must be strings of 1-" + charsMax + " characters");
      }
      fields.requireStorable(name, text);
      if (text.chars().anyMatch(Character::isISOControl)) {
        throw fields.invalid(name, "must not contain control characters");
      }
      texts.add(text);
    }
    return texts;
  }

  /** A list of objects, whose fields are named {@code name[0].field} in faults. */
  @SuppressWarnings("unchecked") // StrictJson makes maps of text to values only
  public static List<Fields> objects(Fields fields, String name) {
    List<Fields> objects = new ArrayList<>();
    for (Object item : items(fields, name, Integer.MAX_VALUE)) {
      if (!(item instanceof Map<?, ?> map)) {
        throw fields.invalid(name, "must be a list of objects");
      }
      objects.add(
          new Fields(
              fields.prefix() + name + "[" + objects.size() + "].",
              (Map<String, @Nullable Object>) map));
    }
    return objects;
  }

  /** An optional object of any members as JSON text, its keys in order. */
  public static @Nullable String objectText(Fields fields, String name) {
    return switch (fields.value(name)) {
      case null -> null;
      case Map<?, ?> map -> CanonicalJson.write(fields, name, map);
      default -> throw fields.invalid(name, "must be an object");
    };
  }

  /** The names of the fields, in their order. */
  public static List<String> names(Fields fields) {
    return fields.names();
  }

  /** A text, a number or a flag as text; null where it is absent or something else. */
  public static @Nullable String scalarText(Fields fields, String name) {
    return switch (fields.value(name)) {
      case null -> null;
      case String text -> text;
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      default -> null;
    };
  }

  /** The same without one of its members. */
  public static @Nullable String objectTextWithout(Fields fields, String name, String member) {
    return switch (fields.value(name)) {
      case null -> null;
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> rest = new LinkedHashMap<>(map);
        rest.remove(member);
        yield CanonicalJson.write(fields, name, rest);
      }
      default -> throw fields.invalid(name, "must be an object");
    };
  }

  private static List<?> items(Fields fields, String name, int itemsMax) {
    return switch (fields.value(name)) {
      case null -> List.of();
      case List<?> list when list.size() <= itemsMax -> list;
      case List<?> list ->
          throw fields.invalid(
              name, "must have at most " + itemsMax + " items, has " + list.size());
      default -> throw fields.invalid(name, "must be a list");
    };
  }
}
