package dev.holdfast.shared.message;

import java.util.List;

/** Entries that are durable, as they are in the main log, in the order in which they were given. */
public record AppendedEntries(List<EntryRecord> entries) {
  public AppendedEntries {
    entries = List.copyOf(entries);
  }
}
