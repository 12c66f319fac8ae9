package dev.holdfast.shared.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries, newest first.
 *
 * @param next what to give as {@code before} for the next page; null on the last
 */
public record EntryPage(List<EntryRecord> entries, @Nullable Long next) {
  public EntryPage {
    entries = List.copyOf(entries);
  }
}
