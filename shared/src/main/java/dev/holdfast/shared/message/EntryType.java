package dev.holdfast.shared.message;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an entry is about ({@code log_type}), and what its metadata must then have. */
public enum EntryType {
  PROGRESS,
  BUG,
  SECURITY,
  DOC,
  DECISION,
  TEST,
  NOTE;

  /** Where a copy goes beside the main log; the main log itself where there is no other. */
  public JournalLog ownLog() {
    return switch (this) {
      case BUG -> JournalLog.BUG;
      case SECURITY -> JournalLog.SECURITY;
      case PROGRESS, DOC, DECISION, TEST, NOTE -> JournalLog.MAIN;
    };
  }

  /** The keys that must be in the metadata with a value. */
  public List<String> requiredMeta() {
    return switch (this) {
      case BUG -> List.of("severity", "component", "status");
      case SECURITY -> List.of("severity", "area", "impact");
      case PROGRESS, DOC, DECISION, TEST, NOTE -> List.of();
    };
  }

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<EntryType> ofWire(String wire) {
    return Arrays.stream(values()).filter(each -> each.wire().equals(wire)).findFirst();
  }
}
