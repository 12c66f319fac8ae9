package dev.holdfast.registry.lifecycle;

import dev.holdfast.registry.session.SessionReader;
import dev.holdfast.registry.session.SessionResolver;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.DescribeSession;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.FindSession;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.message.SessionRecord;
import io.vertx.core.Future;

/** Answers for sessions, and notes who used one and who was refused. */
final class WatchedSessions {
  private final SessionResolver resolver;
  private final SessionReader reader;
  private final SessionEnds ends;
  private final Activity activity;
  private final Refusals refusals;

  WatchedSessions(
      SessionResolver resolver,
      SessionReader reader,
      SessionEnds ends,
      Activity activity,
      Refusals refusals) {
    this.resolver = resolver;
    this.reader = reader;
    this.ends = ends;
    this.activity = activity;
    this.refusals = refusals;
  }

  void answer(Bus bus) {
    bus.answer(Addresses.RESOLVE_SESSION, this::resolve);
    bus.answer(Addresses.FIND_SESSION, this::find);
    bus.answer(Addresses.DESCRIBE_SESSION, this::describe);
    bus.answer(Addresses.END_SESSION, this::end);
  }

  private Future<ResolvedSession> resolve(ResolveSession request) {
    Future<ResolvedSession> resolved =
        resolver.resolve(request).onSuccess(found -> activity.note(found.session()));
    String id = request.sessionId();
    return id == null ? resolved : refusals.watch(request.principal(), id, "resolve", resolved);
  }

  private Future<SessionRef> find(FindSession question) {
    return refusals.watch(
        question.principal(),
        question.sessionId(),
        "find",
        reader.find(question).onSuccess(activity::note));
  }

  /** Looking at a session is no use of it. */
  private Future<SessionRecord> describe(DescribeSession question) {
    return refusals.watch(
        question.principal(), question.sessionId(), "describe", reader.describe(question));
  }

  private Future<SessionRecord> end(EndSession wanted) {
    return refusals.watch(wanted.principal(), wanted.sessionId(), "end", ends.end(wanted));
  }
}
