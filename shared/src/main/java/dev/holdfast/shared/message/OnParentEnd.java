package dev.holdfast.shared.message;

import java.util.Locale;

/** What becomes of a task when its parent ends before it. */
public enum OnParentEnd {
  /** It is cancelled, unless the parent completed. */
  CANCEL_UNLESS_COMPLETED,
  /** It is cancelled, however the parent ended. */
  CANCEL,
  /** It goes on. */
  CONTINUE;

  /** The name on the wire and in the store. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The choice of that wire name. */
  public static OnParentEnd ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
