package dev.holdfast.shared.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry that is to be written.
 *
 * @param message 1-65536 characters
 * @param meta one JSON object as text, keys in order
 * @param tags without control characters
 * @param confidence 0-1
 */
public record NewEntry(
    String message,
    @Nullable String status,
    @Nullable String agent,
    String meta,
    List<String> tags,
    EntryPriority priority,
    @Nullable String category,
    EntryType type,
    @Nullable Double confidence) {
  public NewEntry {
    tags = List.copyOf(tags);
  }
}
