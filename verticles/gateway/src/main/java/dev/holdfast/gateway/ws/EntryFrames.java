package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.session.BindingRequest;
import dev.holdfast.gateway.session.EntryQuery;
import dev.holdfast.gateway.session.EntryRequest;
import dev.holdfast.gateway.session.EntryRotation;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.gateway.ws.FrameReader.Kind;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.message.JournalLog;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads the frames about a session's log; entries, queries and rotations as HTTP has them. */
final class EntryFrames {
  private static final String SESSION_ID = "session_id";
  private static final int LOG_MAX = 100;

  /** What an append has beside its entries. */
  private static final List<String> BESIDE =
      List.of("op", FrameReader.REQUEST_ID, SESSION_ID, FrameReader.IDEMPOTENCY_KEY);

  private EntryFrames() {}

  static void addTo(Map<String, Kind> kinds) {
    kinds.put(
        "append_entries",
        new Kind(
            with(EntryRequest.FIELDS, SESSION_ID, FrameReader.IDEMPOTENCY_KEY),
            EntryFrames::append));
    kinds.put(
        "read_entries",
        new Kind(
            List.of(SESSION_ID, "log", "before", "limit", BindingRequest.PROJECT_KEY),
            EntryFrames::read));
    kinds.put(
        "query_entries",
        new Kind(
            with(EntryQuery.FIELDS, SESSION_ID),
            each ->
                new ClientFrame.QueryEntries(TaskRequest.sessionId(each), EntryQuery.read(each))));
    kinds.put(
        "rotate_entries",
        new Kind(
            with(EntryRotation.FIELDS, SESSION_ID),
            each ->
                new ClientFrame.RotateEntries(
                    TaskRequest.sessionId(each),
                    EntryRotation.read(each),
                    BindingRequest.projectKey(each))));
    kinds.put(
        "verify_entries",
        new Kind(
            List.of(SESSION_ID, "log", "after", BindingRequest.PROJECT_KEY), EntryFrames::verify));
  }

  private static ClientFrame append(Fields fields) {
    return new ClientFrame.AppendEntries(
        TaskRequest.sessionId(fields),
        EntryRequest.read(fields, BESIDE),
        BindingRequest.projectKey(fields),
        FrameReader.idempotencyKey(fields));
  }

  private static ClientFrame read(Fields fields) {
    return new ClientFrame.ReadEntries(
        TaskRequest.sessionId(fields),
        log(fields),
        fields.numberOrNull("before", 1, Long.MAX_VALUE),
        fields.numberOrNull("limit", 1, Integer.MAX_VALUE),
        BindingRequest.projectKey(fields));
  }

  private static ClientFrame verify(Fields fields) {
    return new ClientFrame.VerifyEntries(
        TaskRequest.sessionId(fields),
        log(fields),
        Objects.requireNonNullElse(fields.numberOrNull("after", 0, Long.MAX_VALUE), 0L),
        BindingRequest.projectKey(fields));
  }

  private static JournalLog log(Fields fields) {
    return EntryRequest.log(fields.textOrNull("log", 0, LOG_MAX), ErrorCode.INVALID_FIELD);
  }

  private static List<String> with(List<String> members, String... more) {
    return Stream.concat(members.stream(), Stream.of(more)).toList();
  }
}
