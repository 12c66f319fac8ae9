package dev.holdfast.registry.journal.store;

import dev.holdfast.shared.message.EntryPage;
import dev.holdfast.shared.message.EntryPriority;
import dev.holdfast.shared.message.EntryRecord;
import dev.holdfast.shared.message.EntryType;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/** From rows to entries. */
final class EntryRows {
  private EntryRows() {}

  static List<EntryRecord> read(RowSet<Row> rows) {
    List<EntryRecord> entries = new ArrayList<>(rows.size());
    for (Row row : rows) {
      entries.add(read(row));
    }
    return entries;
  }

  /**
   * A page of rows that were asked for with one more than its size.
   *
   * @param cursor the column by which the next page is asked for
   */
  static EntryPage page(RowSet<Row> rows, int size, String cursor) {
    List<EntryRecord> entries = new ArrayList<>(size);
    Long last = null;
    for (Row row : rows) {
      if (entries.size() == size) {
        return new EntryPage(entries, last);
      }
      entries.add(read(row));
      last = row.getLong(cursor);
    }
    return new EntryPage(entries, null);
  }

  private static EntryRecord read(Row row) {
    NewEntry content =
        new NewEntry(
            row.getString("message"),
            row.getString("status"),
            row.getString("agent"),
            row.getString("meta"),
            List.of(row.getArrayOfStrings("tags")),
            EntryPriority.ofWire(row.getString("priority")).orElseThrow(),
            row.getString("category"),
            EntryType.ofWire(row.getString("log_type")).orElseThrow(),
            row.getDouble("confidence"));
    return new EntryRecord(
        row.getString("entry_id"),
        row.getString("project"),
        JournalLog.ofWire(row.getString("log")).orElseThrow(),
        row.getLong("number"),
        row.getString("session_id"),
        content,
        row.getString("at"),
        row.getString("hash"));
  }
}
