package dev.holdfast.shared.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a session is there for; each mode has its own list of tools. */
public enum SessionMode {
  /** Works on the project it is bound to. */
  PROJECT,
  /** Watches over all of its principal's projects, and is bound to none. */
  SENTINEL;

  /** The name on the wire and in the store. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<SessionMode> ofWire(String wire) {
    return Arrays.stream(values()).filter(mode -> mode.wire().equals(wire)).findFirst();
  }
}
