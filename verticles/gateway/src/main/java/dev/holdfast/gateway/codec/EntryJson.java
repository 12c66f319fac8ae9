package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.AppendedEntries;
import dev.holdfast.shared.message.EntryPage;
import dev.holdfast.shared.message.EntryRecord;
import dev.holdfast.shared.message.NewEntry;
import dev.holdfast.shared.message.Rotation;
import dev.holdfast.shared.message.Verification;
import java.util.List;
import java.util.stream.Collectors;

/** Entries as every protocol shows them: all keys always present, null where nothing is known. */
public final class EntryJson {
  private EntryJson() {}

  /** Writes the fields of an entry into the object. */
  public static void write(JsonOut out, EntryRecord entry) {
    NewEntry content = entry.content();
    Double confidence = content.confidence();
    out.text("entry_id", entry.entryId())
        .text("project", entry.project())
        .text("log", entry.log().wire())
        .number("number", entry.number())
        .text("session_id", entry.sessionId())
        .text("at", entry.at())
        .text("message", content.message())
        .text("status", content.status())
        .text("agent", content.agent())
        .json("meta", content.meta())
        .json("tags", texts(content.tags()))
        .text("priority", content.priority().wire())
        .text("category", content.category())
        .text("log_type", content.type().wire())
        .json("confidence", confidence == null ? null : Double.toString(confidence))
        .text("hash", entry.hash());
  }

  /** Writes {@code entries}. */
  public static void write(JsonOut out, AppendedEntries appended) {
    out.objects("entries", appended.entries(), EntryJson::write);
  }

  /** Writes {@code entries} and {@code next}. */
  public static void write(JsonOut out, EntryPage page) {
    out.objects("entries", page.entries(), EntryJson::write).number("next", page.next());
  }

  public static void write(JsonOut out, Rotation rotation) {
    out.text("project", rotation.project())
        .text("log", rotation.log().wire())
        .flag("dry_run", rotation.closedAt() == null)
        .number("entries", rotation.entries())
        .number("first_number", rotation.firstNumber())
        .number("last_number", rotation.lastNumber())
        .text("first_hash", rotation.firstHash())
        .text("last_hash", rotation.lastHash())
        .text("confirm", rotation.confirm())
        .text("closed_at", rotation.closedAt());
  }

  public static void write(JsonOut out, Verification verification) {
    out.text("project", verification.project())
        .text("log", verification.log().wire())
        .flag("valid", verification.brokenNumber() == null)
        .number("entries", verification.entries())
        .number("verified_to", verification.verifiedTo())
        .number("broken_number", verification.brokenNumber())
        .text("reason", verification.reason())
        .number("next", verification.next());
  }

  static String texts(List<String> texts) {
    return texts.stream().map(JsonOut::quoted).collect(Collectors.joining(",", "[", "]"));
  }
}
