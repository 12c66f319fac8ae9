package dev.holdfast.gateway.codec;

import dev.holdfast.shared.config.Suggestion;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A strict reader of one JSON object from a client.
 *
 * <p>Call {@link #allow} first: a misspelt field is then told as such and not as a missing one. A
 * null counts as absent. Faults are {@link ErrorCode#UNKNOWN_FIELD}, {@link
 * ErrorCode#MISSING_FIELD} and {@link ErrorCode#INVALID_FIELD}; they name the field and the limit,
 * never the value.
 */
public final class Fields {
  private static final int NAME_SHOWN_MAX = 64;

  private final String prefix;
  private final Map<String, @Nullable Object> values;

  Fields(String prefix, Map<String, @Nullable Object> values) {
    this.prefix = prefix;
    this.values = values;
  }

  /** No fields at all, as of an absent body. */
  public static Fields none() {
    return new Fields("", Map.of());
  }

  /** Refuses every field that is not among the names. */
  public Fields allow(List<String> names) {
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw new Fault(
            ErrorCode.UNKNOWN_FIELD,
            "unknown field " + prefix + shown(name) + "; " + Suggestion.of(cut(name), names));
      }
    }
    return this;
  }

  /** A required text of so many characters (UTF-16 units). */
  public String text(String name, int min, int max) {
    String text = textOrNull(name, min, max);
    if (text == null) {
      throw missing(name);
    }
    return text;
  }

  /** An optional text of so many characters (UTF-16 units). */
  public @Nullable String textOrNull(String name, int min, int max) {
    return switch (values.get(name)) {
      case null -> null;
      case String text -> {
        requireLength(name, text, min, max);
        requireStorable(name, text);
        yield text;
      }
      default -> throw invalid(name, "must be a string");
    };
  }

  /** A required whole number within limits. */
  public long number(String name, long min, long max) {
    Long number = numberOrNull(name, min, max);
    if (number == null) {
      throw missing(name);
    }
    return number;
  }

  /** An optional whole number within limits. */
  public @Nullable Long numberOrNull(String name, long min, long max) {
    return switch (values.get(name)) {
      case null -> null;
      case Integer number -> requireRange(name, number, min, max);
      case Long number -> requireRange(name, number, min, max);
      default -> throw invalid(name, "must be a whole number " + min + "-" + max);
    };
  }

  /** An optional object, whose own fields are named {@code name.field} in faults. */
  @SuppressWarnings("unchecked") // StrictJson makes maps of text to values only
  public @Nullable Fields objectOrNull(String name) {
    return switch (values.get(name)) {
      case null -> null;
      case Map<?, ?> map -> new Fields(prefix + name + ".", (Map<String, @Nullable Object>) map);
      default -> throw invalid(name, "must be an object");
    };
  }

  /** The same, named in faults as if they stood alone. */
  public Fields unprefixed() {
    return new Fields("", values);
  }

  /**
   * The caller's own mark of a request, as JSON text to be sent back unchanged: {@code null} where
   * there is none.
   *
   * @throws Fault {@link ErrorCode#INVALID_FIELD} unless it is a number or a string of at most so
   *     many characters
   */
  public String mark(String name, int max) {
    return switch (values.get(name)) {
      case null -> "null";
      case Number number -> number.toString();
      case String text when text.length() <= max -> JsonOut.quoted(text);
      default ->
          throw invalid(name, "must be a number or a string of at most " + max + " characters");
    };
  }

  /** The value as it was read; for readers of further kinds in this package. */
  @Nullable Object value(String name) {
    return values.get(name);
  }

  /** The names of these fields, in their order. */
  List<String> names() {
    return List.copyOf(values.keySet());
  }

  /** How the place of these fields is named in faults: empty, or ending with a dot. */
  String prefix() {
    return prefix;
  }

  static String shown(String name) {
    return JsonOut.quoted(cut(name));
  }

  private static String cut(String name) {
    return name.length() <= NAME_SHOWN_MAX ? name : name.substring(0, NAME_SHOWN_MAX) + "…";
  }

  private void requireLength(String name, String text, int min, int max) {
    if (text.length() < min || text.length() > max) {
      throw invalid(name, "must have " + min + "-" + max + " characters, has " + text.length());
    }
  }

  /** Postgres stores neither U+0000 nor half a surrogate pair. */
  void requireStorable(String name, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw invalid(name, "must not contain U+0000");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw invalid(name, "must not contain an unpaired surrogate");
      }
    }
  }

  private long requireRange(String name, long number, long min, long max) {
    if (number < min || number > max) {
      throw invalid(name, "must be " + min + "-" + max + ", is " + number);
    }
    return number;
  }

  Fault missing(String name) {
    return new Fault(ErrorCode.MISSING_FIELD, prefix + name + " is required");
  }

  Fault invalid(String name, String rule) {
    return new Fault(ErrorCode.INVALID_FIELD, prefix + name + " " + rule);
  }
}
