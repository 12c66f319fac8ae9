package dev.holdfast.shared.message;

import java.util.Locale;

/** What the end of a session means. */
public enum EndStatus {
  /** Its work is done. */
  COMPLETED,
  /** Another session takes its place. */
  REFRESHED,
  /** It was given up. */
  ABANDONED,
  /** Its time ran out; said by the service only. */
  EXPIRED;

  /** The name on the wire and in the store. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
