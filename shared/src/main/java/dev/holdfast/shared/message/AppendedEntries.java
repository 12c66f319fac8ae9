package dev.holdfast.shared.message;

import java.util.List;

/**
 * Entries that are durable, as they are in the main log, in the order in which they were given.
 *
 * @param repeated whether they were written by an earlier request under the same idempotency key
 */
public record AppendedEntries(List<EntryRecord> entries, boolean repeated) {
  public AppendedEntries {
    entries = List.copyOf(entries);
  }

  /** Written by this request. */
  public AppendedEntries(List<EntryRecord> entries) {
    this(entries, false);
  }
}
