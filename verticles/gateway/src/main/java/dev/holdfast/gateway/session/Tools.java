package dev.holdfast.gateway.session;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.CallMark;
import dev.holdfast.shared.message.ListTools;
import dev.holdfast.shared.message.PrepareCall;
import dev.holdfast.shared.message.PreparedCall;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskPlan;
import dev.holdfast.shared.message.TaskTimeouts;
import dev.holdfast.shared.message.Tool;
import dev.holdfast.shared.message.ToolPage;
import dev.holdfast.shared.trace.TraceParent;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists tools, and makes tasks of their calls. */
public final class Tools {
  public static final int PAGE_DEFAULT = 50;
  public static final int PAGE_MAX = 200;

  private final Bus bus;
  private final Accepting accepting;

  public Tools(Bus bus, Accepting accepting) {
    this.bus = bus;
    this.accepting = accepting;
  }

  public Future<ToolPage> list(ListTools page) {
    return bus.request(Addresses.LIST_TOOLS, page);
  }

  /** The tool of that name, if there is one. */
  public Future<Optional<Tool>> find(String name) {
    return find(name, null);
  }

  private Future<Optional<Tool>> find(String name, @Nullable String after) {
    return list(new ListTools(after, PAGE_MAX))
        .compose(page -> {
          Optional<Tool> found =
              page.tools().stream().filter(tool -> tool.name().equals(name)).findFirst();
          return found.isPresent() || page.next() == null
              ? Future.succeededFuture(found)
              : find(name, page.next());
        });
  }

  /**
   * Holds the arguments against the tool's schema; fails with {@link ErrorCode#UNKNOWN_TOOL} or
   * {@link ErrorCode#INVALID_ARGUMENTS}.
   */
  public Future<PreparedCall> prepare(ToolRequest request) {
    return bus.request(
        Addresses.PREPARE_CALL, new PrepareCall(request.tool(), request.arguments()));
  }

  /**
   * Queues the call in a session that has admitted it; durable when the future succeeds.
   *
   * @param mark what tells the call from the others of its session
   * @param key the key under which the call is to be made once in its session; null for none
   * @param correlationId the id of the request; goes with the task and its events
   * @param trace the client's, of which it is a part
   */
  public Future<SubmittedTask> call(
      SessionRef session,
      ToolRequest request,
      PreparedCall prepared,
      CallMark mark,
      @Nullable String key,
      String correlationId,
      Claim claim,
      Optional<TraceParent> trace) {
    SubmitTask task =
        new SubmitTask(
            session,
            prepared.input(),
            prepared.agent(),
            null,
            null,
            1,
            key == null ? null : request.idempotency(session, key),
            new TaskTimeouts(null, request.timeoutMs(), null),
            TaskPlace.LAST,
            TaskLimits.CONFIGURED,
            correlationId,
            TaskPlan.DEFAULT);
    return accepting.submit(task.as(mark).by(claim), trace);
  }
}
