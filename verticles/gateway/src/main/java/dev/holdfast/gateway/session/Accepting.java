package dev.holdfast.gateway.session;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionMark;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.trace.Span;
import dev.holdfast.shared.trace.TraceParent;
import dev.holdfast.shared.trace.Tracing;
import io.vertx.core.Future;
import java.util.Optional;

/** Has tasks made, as a part of their client's trace. */
public final class Accepting {
  private final Bus bus;
  private final Tracing tracing;

  public Accepting(Bus bus, Tracing tracing) {
    this.bus = bus;
    this.tracing = tracing;
  }

  /** Durable when the future succeeds. */
  Future<SubmittedTask> submit(SubmitTask task, Optional<TraceParent> client) {
    Span span = tracing.begin("submit_task", Tracing.Side.SERVER, client);
    return bus.request(Addresses.SUBMIT_TASK, task.under(span.context()))
        .onSuccess(made ->
            span.note("holdfast.task_id", made.task().taskId())
                .note("holdfast.session", () -> SessionMark.of(made.task().session()))
                .end())
        .onFailure(failure -> span.fail(Fault.of(failure).code().wire()));
  }
}
