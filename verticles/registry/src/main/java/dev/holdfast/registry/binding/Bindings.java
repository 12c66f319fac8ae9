package dev.holdfast.registry.binding;

import dev.holdfast.registry.belief.Changes;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.session.SessionLookup;
import dev.holdfast.registry.store.BindingStore;
import dev.holdfast.registry.store.BindingStore.Former;
import dev.holdfast.registry.store.BindingStore.Outcome;
import dev.holdfast.registry.store.Opened;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.BindingPage;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.ListBindings;
import dev.holdfast.shared.message.Rebind;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** Shows bindings and moves them. */
public final class Bindings {
  private final BindingStore store;
  private final SessionLookup lookup;
  private final Changes changes;
  private final Deadline deadline;
  private final String pod;
  private final int batch;
  private long from = 1;

  /**
   * @param batch moved bindings of which a round tells the shared cache
   */
  public Bindings(
      BindingStore store,
      SessionLookup lookup,
      Changes changes,
      Deadline deadline,
      PodId pod,
      int batch) {
    this.store = store;
    this.lookup = lookup;
    this.changes = changes;
    this.deadline = deadline;
    this.pod = pod.name();
    this.batch = batch;
  }

  public Future<BindingPage> list(ListBindings wanted) {
    return deadline.limit(store.list(wanted));
  }

  /** Answers after the commit, and after the caches this pod can reach were told. */
  public Future<BindingPage.Binding> rebind(Rebind wanted) {
    if (!SessionId.isValid(wanted.sessionId())) {
      return Future.failedFuture(
          new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning()));
    }
    return moved(wanted)
        .compose(outcome ->
            switch (outcome) {
              case Outcome.Unchanged(BindingPage.Binding binding) ->
                  Future.succeededFuture(binding);
              case Outcome.Moved moved -> settle(wanted, moved).map(moved.binding());
              case Outcome.Conflict(String actual) ->
                  Future.failedFuture(
                      new Fault(
                          ErrorCode.BINDING_CONFLICT,
                          "expected_session_id is "
                              + wanted.expectedSessionId()
                              + ", the actual session is "
                              + actual));
            });
  }

  /** What answers from memory where a way in leads is told before. */
  private Future<Outcome> moved(Rebind wanted) {
    Transport way = wanted.transport();
    return way.kind() == TransportKind.MCP
        ? changes.make(
            new Hint.HoldMcpSession(new FindMcpSession(wanted.principal(), way.id())),
            () -> deadline.limit(store.rebind(wanted, pod)))
        : deadline.limit(store.rebind(wanted, pod));
  }

  /** Tells the shared cache of what was moved, one batch after the other. */
  public Future<Void> forgetMoved() {
    return store
        .stillCached(from, batch)
        .compose(moved -> {
          from = moved.size() < batch ? 1 : moved.getLast().way().bindingNo() + 1;
          return forgetAll(moved);
        });
  }

  /** What follows a committed move; where Redis cannot be told now, a round tells it. */
  private Future<Void> settle(Rebind wanted, Outcome.Moved moved) {
    Former former = new Former(wanted.principal(), moved.former());
    return deadline
        .limit(forget(former))
        .otherwiseEmpty()
        .onSuccess(told ->
            lookup.learn(
                new Opened(moved.to(), false, Map.of(wanted.transport(), moved.number()))));
  }

  private Future<Void> forgetAll(List<Former> moved) {
    Future<Void> last = Future.succeededFuture();
    for (Former former : moved) {
      last = last.compose(done -> forget(former));
    }
    return last;
  }

  private Future<Void> forget(Former former) {
    return lookup
        .forget(former.owner(), former.way())
        .compose(forgotten -> forgotten ? store.noteUncached(former) : Future.succeededFuture());
  }
}
