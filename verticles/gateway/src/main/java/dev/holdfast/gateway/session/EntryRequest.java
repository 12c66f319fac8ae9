package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.Sha256;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.EntryPriority;
import dev.holdfast.shared.message.EntryType;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads entries as clients write them. */
public final class EntryRequest {
  static final int NAME_MAX = 100;
  static final int TAGS_MAX = 32;
  static final int TAG_MAX = 64;

  private static final int MESSAGE_MAX = 65_536;
  private static final String BULK = "entries";
  private static final List<String> ENTRY =
      List.of(
          "message",
          "status",
          "agent",
          "meta",
          "tags",
          "priority",
          "category",
          "log_type",
          "confidence");

  /** The fields of one entry, the one that many are in, and the key of their project. */
  public static final List<String> FIELDS =
      List.of(
          "message",
          "status",
          "agent",
          "meta",
          "tags",
          "priority",
          "category",
          "log_type",
          "confidence",
          BULK,
          BindingRequest.PROJECT_KEY);

  private EntryRequest() {}

  /** One entry, or those in {@code entries}; the fields are those of {@link #FIELDS}. */
  public static List<NewEntry> read(Fields fields) {
    return read(fields, List.of());
  }

  /**
   * The same where the object has other fields as well.
   *
   * @param beside their names
   */
  public static List<NewEntry> read(Fields fields, List<String> beside) {
    if (!EntryFields.has(fields, BULK)) {
      return List.of(entry(fields));
    }
    fields.allow(
        Stream.concat(Stream.of(BULK, BindingRequest.PROJECT_KEY), beside.stream()).toList());
    return EntryFields.objects(fields, BULK).stream()
        .map(each -> entry(each.allow(ENTRY)))
        .toList();
  }

  /**
   * The promise that goes with a key: a hash over the session and every field as it was meant, so
   * that another wording of the same JSON is still the same request.
   */
  public static Idempotency idempotency(String key, String sessionId, List<NewEntry> entries) {
    List<@Nullable String> parts = new ArrayList<>();
    parts.add(sessionId);
    for (NewEntry entry : entries) {
      Double confidence = entry.confidence();
      parts.addAll(
          Arrays.asList(
              entry.message(),
              entry.status(),
              entry.agent(),
              entry.meta(),
              entry.priority().wire(),
              entry.category(),
              entry.type().wire(),
              confidence == null ? null : Double.toString(confidence),
              Integer.toString(entry.tags().size())));
      parts.addAll(entry.tags());
    }
    return new Idempotency(key, Sha256.ofParts(parts));
  }

  private static NewEntry entry(Fields fields) {
    return new NewEntry(
        fields.text("message", 1, MESSAGE_MAX),
        fields.textOrNull("status", 1, NAME_MAX),
        fields.textOrNull("agent", 1, NAME_MAX),
        Objects.requireNonNullElse(EntryFields.objectText(fields, "meta"), "{}"),
        EntryFields.texts(fields, "tags", TAGS_MAX, TAG_MAX),
        Objects.requireNonNullElse(priority(fields), EntryPriority.MEDIUM),
        fields.textOrNull("category", 1, NAME_MAX),
        Objects.requireNonNullElse(type(fields), EntryType.PROGRESS),
        EntryFields.decimalOrNull(fields, "confidence", 0, 1));
  }

  static @Nullable EntryPriority priority(Fields fields) {
    return named(
        "priority",
        fields.textOrNull("priority", 0, NAME_MAX),
        EntryPriority::ofWire,
        Arrays.stream(EntryPriority.values()).map(EntryPriority::wire).toList(),
        ErrorCode.INVALID_FIELD);
  }

  static @Nullable EntryType type(Fields fields) {
    return named(
        "log_type",
        fields.textOrNull("log_type", 0, NAME_MAX),
        EntryType::ofWire,
        Arrays.stream(EntryType.values()).map(EntryType::wire).toList(),
        ErrorCode.INVALID_FIELD);
  }

  /** The log of that name, the main one where none is named. */
  public static JournalLog log(@Nullable String wire, ErrorCode otherwise) {
    JournalLog log =
        named(
            "log",
            wire,
            JournalLog::ofWire,
            Arrays.stream(JournalLog.values()).map(JournalLog::wire).toList(),
            otherwise);
    return log == null ? JournalLog.MAIN : log;
  }

  static <T> @Nullable T named(
      String field,
      @Nullable String wire,
      Function<String, Optional<T>> read,
      List<String> names,
      ErrorCode otherwise) {
    return wire == null
        ? null
        : read.apply(wire)
            .orElseThrow(
                () -> new Fault(otherwise, field + " must be one of " + String.join(", ", names)));
  }
}
