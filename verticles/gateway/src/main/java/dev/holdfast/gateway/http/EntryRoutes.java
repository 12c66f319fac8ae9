package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.EntryJson;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.session.BindingRequest;
import dev.holdfast.gateway.session.Entries;
import dev.holdfast.gateway.session.EntryQuery;
import dev.holdfast.gateway.session.EntryRequest;
import dev.holdfast.gateway.session.EntryRotation;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AppendedEntries;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/sessions/:session_id/entries}: append, read, search, rotate, verify. */
public final class EntryRoutes {
  private static final String PATH = "/api/sessions/:session_id/entries";

  private final Sessions sessions;
  private final Entries entries;

  public EntryRoutes(Sessions sessions, Entries entries) {
    this.sessions = sessions;
    this.entries = entries;
  }

  List<Route> routes() {
    return List.of(
        Route.post(PATH, this::append),
        Route.get(
            PATH, List.of("log", "limit", "before", BindingRequest.PROJECT_KEY), this::recent),
        Route.post(PATH + "/query", this::search),
        Route.post(PATH + "/rotate", this::rotate),
        Route.get(
            PATH + "/verify", List.of("log", "after", BindingRequest.PROJECT_KEY), this::verify));
  }

  private Future<Answer> append(Call call) {
    Fields fields = call.body(EntryRequest.FIELDS);
    List<NewEntry> request = EntryRequest.read(fields);
    String projectKey = BindingRequest.projectKey(fields);
    String key = call.idempotencyKey();
    return session(call)
        .compose(session -> entries.append(session, request, projectKey, key))
        .map(EntryRoutes::appended);
  }

  private static Answer appended(AppendedEntries appended) {
    String text = JsonOut.object(out -> EntryJson.write(out, appended));
    return appended.repeated()
        ? new Answer.Json(200, Map.of("Idempotency-Replayed", "true"), text)
        : new Answer.Json(201, Map.of(), text);
  }

  private Future<Answer> recent(Call call) {
    JournalLog log = log(call);
    Long limit = call.query().number("limit", 1, Integer.MAX_VALUE);
    Long before = call.query().number("before", 1, Long.MAX_VALUE);
    String key = projectKey(call);
    return session(call)
        .compose(session -> entries.recent(session, log, before, limit, key))
        .map(page -> Answer.json(200, out -> EntryJson.write(out, page)));
  }

  private Future<Answer> search(Call call) {
    EntryQuery query = EntryQuery.read(call.body(EntryQuery.FIELDS));
    return session(call)
        .compose(session -> entries.search(session, query))
        .map(page -> Answer.json(200, out -> EntryJson.write(out, page)));
  }

  private Future<Answer> rotate(Call call) {
    Fields fields = call.body(EntryRotation.FIELDS);
    EntryRotation request = EntryRotation.read(fields);
    String projectKey = BindingRequest.projectKey(fields);
    return session(call)
        .compose(session -> entries.rotate(session, request, projectKey))
        .map(rotation -> Answer.json(200, out -> EntryJson.write(out, rotation)));
  }

  private Future<Answer> verify(Call call) {
    JournalLog log = log(call);
    Long after = call.query().number("after", 0, Long.MAX_VALUE);
    String key = projectKey(call);
    return session(call)
        .compose(session -> entries.verify(session, log, after == null ? 0 : after, key))
        .map(verification -> Answer.json(200, out -> EntryJson.write(out, verification)));
  }

  private Future<SessionRef> session(Call call) {
    return sessions.find(call.principal(), call.path("session_id"));
  }

  private static @Nullable String projectKey(Call call) {
    return BindingRequest.projectKey(call.query().text(BindingRequest.PROJECT_KEY));
  }

  private static JournalLog log(Call call) {
    return EntryRequest.log(call.query().text("log"), ErrorCode.BAD_REQUEST);
  }
}
