package dev.holdfast.loadtests.api;

import java.util.Map;
import java.util.Optional;

/**
 * Values for members and parameters that name something, by the name they have in the documents.
 *
 * @param values for example {@code session_id}
 */
public record Names(Map<String, String> values) {
  public Names {
    values = Map.copyOf(values);
  }

  public Optional<String> of(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The text without these values, so that what two sets of names got can be compared. */
  public String blank(String text) {
    String blank = text;
    for (Map.Entry<String, String> each : values.entrySet()) {
      blank = blank.replace(each.getValue(), "<" + each.getKey() + ">");
    }
    return blank;
  }
}
