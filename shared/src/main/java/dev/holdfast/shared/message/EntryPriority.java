package dev.holdfast.shared.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How urgent an entry is. */
public enum EntryPriority {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<EntryPriority> ofWire(String wire) {
    return Arrays.stream(values()).filter(each -> each.wire().equals(wire)).findFirst();
  }
}
