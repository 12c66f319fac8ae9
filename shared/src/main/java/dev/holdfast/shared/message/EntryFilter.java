package dev.holdfast.shared.message;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What entries are looked for; what is null does not matter.
 *
 * @param since this moment or later
 * @param until before this moment
 * @param text words of the message, as Postgres reads a web search: {@code "a b" or -c}
 * @param regex what the message contains, as a Postgres regular expression
 * @param meta one JSON object as text, contained in the entry's
 * @param tags all of them
 */
public record EntryFilter(
    @Nullable OffsetDateTime since,
    @Nullable OffsetDateTime until,
    @Nullable String text,
    @Nullable String regex,
    @Nullable String status,
    @Nullable String agent,
    @Nullable String meta,
    @Nullable EntryPriority priority,
    @Nullable String category,
    List<String> tags,
    @Nullable EntryType type) {
  public EntryFilter {
    tags = List.copyOf(tags);
  }
}
