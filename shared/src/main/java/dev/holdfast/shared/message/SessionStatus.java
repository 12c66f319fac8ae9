package dev.holdfast.shared.message;

import java.util.Locale;

/** Whether a session takes new work. */
public enum SessionStatus {
  LIVE,
  ENDED;

  /** The name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
