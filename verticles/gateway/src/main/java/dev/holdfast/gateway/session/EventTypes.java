package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.EventType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which types of events a client wants: names of types, and beginnings of names such as {@code
 * task.*}.
 */
public final class EventTypes {
  /** The member or parameter. */
  public static final String FIELD = "types";

  private static final int NAMES_MAX = 32;
  private static final int NAME_MAX = 64;
  private static final String ALL_OF = ".*";

  private EventTypes() {}

  /** Of a list in an object; none where it is absent. */
  public static Set<EventType> of(Fields fields) {
    return of(
        EntryFields.texts(fields, FIELD, NAMES_MAX, NAME_MAX),
        ErrorCode.INVALID_FIELD,
        EntryFields.has(fields, FIELD));
  }

  /** Of a text with commas; none where it is absent. */
  public static Set<EventType> of(@Nullable String text) {
    List<String> names = text == null ? List.of() : List.of(text.split(",", -1));
    return of(names, ErrorCode.BAD_REQUEST, text != null);
  }

  private static Set<EventType> of(List<String> names, ErrorCode otherwise, boolean given) {
    if ((given && names.isEmpty()) || names.size() > NAMES_MAX) {
      throw new Fault(otherwise, FIELD + " must be 1-" + NAMES_MAX + " types of events");
    }
    Set<EventType> types = EnumSet.noneOf(EventType.class);
    for (String name : names) {
      List<EventType> meant =
          Arrays.stream(EventType.values()).filter(type -> means(name, type)).toList();
      if (meant.isEmpty()) {
        throw new Fault(
            otherwise,
            FIELD + ": no event has the type " + JsonOut.quoted(cut(name)) + "; see EventType");
      }
      types.addAll(meant);
    }
    return types;
  }

  private static boolean means(String name, EventType type) {
    return name.endsWith(ALL_OF)
        ? name.length() > ALL_OF.length()
            && type.wire().startsWith(name.substring(0, name.length() - 1))
        : type.wire().equals(name);
  }

  private static String cut(String name) {
    return name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX);
  }
}
