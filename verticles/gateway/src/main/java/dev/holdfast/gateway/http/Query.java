package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.shared.config.Suggestion;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A strict reader of query parameters; its faults are {@link ErrorCode#BAD_REQUEST}. */
final class Query {
  private static final int NAME_SHOWN_MAX = 64;

  private final MultiMap values;

  /** Refuses parameters that are not among the names, and such as are given twice. */
  Query(MultiMap values, List<String> names) {
    this.values = values;
    for (String name : values.names()) {
      if (!names.contains(name)) {
        String cut = name.length() > NAME_SHOWN_MAX ? name.substring(0, NAME_SHOWN_MAX) : name;
        throw bad(
            "unknown query parameter " + JsonOut.quoted(cut) + "; " + Suggestion.of(cut, names));
      }
      if (values.getAll(name).size() > 1) {
        throw bad("query parameter " + name + " is given more than once");
      }
    }
  }

  @Nullable String text(String name) {
    return values.get(name);
  }

  String required(String name) {
    String text = values.get(name);
    if (text == null) {
      throw bad("query parameter " + name + " is required");
    }
    return text;
  }

  @Nullable Long number(String name, long min, long max) {
    String text = values.get(name);
    return text == null ? null : number("query parameter " + name, text, min, max);
  }

  /** {@code true} or {@code false}, which is what it is where it is not given. */
  boolean flag(String name) {
    String text = values.get(name);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      throw bad("query parameter " + name + " must be true or false");
    }
    return "true".equals(text);
  }

  /** A whole number in decimal digits. */
  static long number(String what, String text, long min, long max) {
    long number = -1;
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      try {
        number = Long.parseLong(text);
      } catch (NumberFormatException e) {
        number = -1;
      }
    }
    if (number < min || number > max) {
      throw bad(what + " must be a whole number " + min + "-" + max);
    }
    return number;
  }

  private static Fault bad(String detail) {
    return new Fault(ErrorCode.BAD_REQUEST, detail);
  }
}
