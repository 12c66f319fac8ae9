package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.codec.EntryJson;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.session.BindingRequest;
import dev.holdfast.gateway.session.Entries;
import dev.holdfast.gateway.session.EntryQuery;
import dev.holdfast.gateway.session.EntryRequest;
import dev.holdfast.gateway.session.EntryRotation;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The log of the project that a session works on. */
final class EntryTools {
  private static final String KEY = "idempotency_key";
  private static final int KEY_MAX = 200;
  private static final int LOG_MAX = 100;
  private static final List<String> RECENT =
      List.of("log", "limit", "before", BindingRequest.PROJECT_KEY, ToolSessions.FIELD);
  private static final List<String> BESIDE = List.of(KEY, ToolSessions.FIELD);
  private static final List<String> APPEND =
      Stream.concat(EntryRequest.FIELDS.stream(), BESIDE.stream()).toList();
  private static final List<String> QUERY = ProjectTools.with(EntryQuery.FIELDS);
  private static final List<String> ROTATE = ProjectTools.with(EntryRotation.FIELDS);

  private final ToolSessions which;
  private final Entries entries;

  EntryTools(ToolSessions which, Entries entries) {
    this.which = which;
    this.entries = entries;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "append_entry", this::append,
        "read_recent", this::recent,
        "query_entries", this::query,
        "rotate_log", this::rotate);
  }

  private Future<String> append(ToolCaller caller, Fields arguments) {
    arguments.allow(APPEND);
    List<NewEntry> wanted = EntryRequest.read(arguments, BESIDE);
    String projectKey = BindingRequest.projectKey(arguments);
    String key = arguments.textOrNull(KEY, 1, KEY_MAX);
    return which
        .of(caller, arguments)
        .compose(session -> entries.append(session, wanted, projectKey, key))
        .map(appended -> JsonOut.object(out -> EntryJson.write(out, appended)));
  }

  private Future<String> recent(ToolCaller caller, Fields arguments) {
    arguments.allow(RECENT);
    JournalLog log =
        EntryRequest.log(arguments.textOrNull("log", 0, LOG_MAX), ErrorCode.INVALID_FIELD);
    Long before = arguments.numberOrNull("before", 1, Long.MAX_VALUE);
    Long limit = arguments.numberOrNull("limit", 1, Integer.MAX_VALUE);
    String projectKey = BindingRequest.projectKey(arguments);
    return which
        .of(caller, arguments)
        .compose(session -> entries.recent(session, log, before, limit, projectKey))
        .map(page -> JsonOut.object(out -> EntryJson.write(out, page)));
  }

  private Future<String> query(ToolCaller caller, Fields arguments) {
    EntryQuery query = EntryQuery.read(arguments.allow(QUERY));
    return which
        .of(caller, arguments)
        .compose(session -> entries.search(session, query))
        .map(page -> JsonOut.object(out -> EntryJson.write(out, page)));
  }

  private Future<String> rotate(ToolCaller caller, Fields arguments) {
    EntryRotation rotation = EntryRotation.read(arguments.allow(ROTATE));
    String projectKey = BindingRequest.projectKey(arguments);
    return which
        .of(caller, arguments)
        .compose(session -> entries.rotate(session, rotation, projectKey))
        .map(done -> JsonOut.object(out -> EntryJson.write(out, done)));
  }
}
