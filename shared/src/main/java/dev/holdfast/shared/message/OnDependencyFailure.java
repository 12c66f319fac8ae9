package dev.holdfast.shared.message;

import java.util.Locale;

/** What becomes of a task when one that it waits for ends without being completed. */
public enum OnDependencyFailure {
  /** It fails as well, with the reason {@code dependency_failed}. */
  FAIL,
  /** It runs once all have ended, however they did. */
  RUN;

  /** The name on the wire and in the store. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The choice of that wire name. */
  public static OnDependencyFailure ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
