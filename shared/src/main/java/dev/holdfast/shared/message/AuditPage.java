package dev.holdfast.shared.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done to a session, newest first.
 *
 * @param next what to give as {@code before} for the next page; null on the last
 */
public record AuditPage(List<Entry> entries, @Nullable Long next) {
  public AuditPage {
    entries = List.copyOf(entries);
  }

  /**
   * One act.
   *
   * @param number grows with each entry
   * @param at RFC 3339 UTC, database clock
   * @param principal who did it
   * @param detail one JSON object as text, or null
   */
  public record Entry(
      long number, String at, String act, String principal, @Nullable String detail) {}
}
