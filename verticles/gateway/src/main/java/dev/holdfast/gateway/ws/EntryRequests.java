package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.EntryJson;
import dev.holdfast.gateway.session.Entries;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AppendedEntries;
import io.vertx.core.Future;

/** Answers the frames about the logs of sessions. */
final class EntryRequests {
  private final Entries entries;
  private final OwnSession own;
  private Future<Void> appends = Future.succeededFuture();

  EntryRequests(Entries entries, OwnSession own) {
    this.entries = entries;
    this.own = own;
  }

  Future<Reply> answer(ClientFrame.OfEntries frame, String requestId) {
    return switch (frame) {
      case ClientFrame.AppendEntries append ->
          append(append).map(appended -> appended(appended, requestId));
      case ClientFrame.ReadEntries read ->
          session(read)
              .compose(session ->
                  entries.recent(
                      session, read.log(), read.before(), read.limit(), read.projectKey()))
              .map(page -> Reply.to("read_entries", requestId, out -> EntryJson.write(out, page)));
      case ClientFrame.QueryEntries query ->
          session(query)
              .compose(session -> entries.search(session, query.query()))
              .map(page -> Reply.to("query_entries", requestId, out -> EntryJson.write(out, page)));
      case ClientFrame.RotateEntries rotate ->
          session(rotate)
              .compose(session -> entries.rotate(session, rotate.rotation(), rotate.projectKey()))
              .map(rotation ->
                  Reply.to("rotate_entries", requestId, out -> EntryJson.write(out, rotation)));
      case ClientFrame.VerifyEntries verify ->
          session(verify)
              .compose(session ->
                  entries.verify(session, verify.log(), verify.after(), verify.projectKey()))
              .map(verified ->
                  Reply.to("verify_entries", requestId, out -> EntryJson.write(out, verified)));
    };
  }

  /** In the order of the frames: each begins when the one before it is done, well or not. */
  private Future<AppendedEntries> append(ClientFrame.AppendEntries frame) {
    Future<AppendedEntries> appended =
        appends
            .compose(before -> session(frame))
            .compose(session ->
                entries.append(
                    session, frame.entries(), frame.projectKey(), frame.idempotencyKey()));
    appends = appended.<Void>mapEmpty().otherwiseEmpty();
    return appended;
  }

  private Future<SessionRef> session(ClientFrame.OfEntries frame) {
    return own.or(frame.sessionId());
  }

  private static Reply appended(AppendedEntries appended, String requestId) {
    return Reply.to(
        "append_entries",
        requestId,
        out -> {
          EntryJson.write(out, appended);
          out.flag("replayed", appended.repeated());
        });
  }
}
