package dev.holdfast.shared.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A log of a project. Each has a hash chain of its own; locks are taken in this order. */
public enum JournalLog {
  /** Every entry. */
  MAIN,
  /** Copies of the bug entries. */
  BUG,
  /** Copies of the security entries. */
  SECURITY;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<JournalLog> ofWire(String wire) {
    return Arrays.stream(values()).filter(each -> each.wire().equals(wire)).findFirst();
  }
}
