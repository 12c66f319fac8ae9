package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.session.ToolRequest;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskRecord;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All tools together. Where the operator gives a tool the name of one of the product's, it hides.
 */
public final class ToolDesk {
  /** From this HTTP status on. */
  static final int SERVICE_AT_FAULT = 500;

  private final ProductTools product;
  private final OperatorTools operator;

  public ToolDesk(ProductTools product, OperatorTools operator) {
    this.product = product;
    this.operator = operator;
  }

  /** What a call came to. */
  public sealed interface Called {
    /** It is over. */
    record Done(ToolResult result) implements Called {}

    /**
     * It is a task, which is durable and goes on.
     *
     * @param before see {@link SubmittedTask}
     */
    record Working(TaskRecord task, long before) implements Called {}
  }

  /**
   * Part of the list: the product's tools stand on the first page, before the operator's.
   *
   * @param cursor what the page before answered; null for the first page
   */
  public Future<OperatorTools.Page> list(@Nullable String cursor) {
    return operator
        .list(cursor)
        .map(page -> {
          List<ToolDefinition> all =
              new ArrayList<>(cursor == null ? product.definitions() : List.of());
          page.definitions().stream().filter(each -> !product.has(each.name())).forEach(all::add);
          return new OperatorTools.Page(all, page.next());
        });
  }

  /** How calls of the tool that is called are asked for and answered. */
  public Future<OperatorTools.Manner> manner(Fields params) {
    String name = params.text("name", 1, ToolRequest.NAME_MAX);
    return product.has(name)
        ? Future.succeededFuture(OperatorTools.Manner.USUAL)
        : operator.manner(name);
  }

  /** Whether a call is a task, and no tool of the product's. */
  public boolean isWork(Fields params) {
    return !product.has(params.text("name", 1, ToolRequest.NAME_MAX));
  }

  /**
   * Calls a tool; fails with {@code unknown_tool} where there is none of that name.
   *
   * @param params {@code name} and {@code arguments} of the request
   */
  public Future<Called> call(ToolCaller caller, Fields params) {
    String name = params.text("name", 1, ToolRequest.NAME_MAX);
    if (product.has(name)) {
      Fields arguments = params.objectOrNull("arguments");
      return product
          .call(name, caller, arguments == null ? Fields.none() : arguments.unprefixed())
          .map(Called.Done::new);
    }
    return submit(name, caller, params);
  }

  /**
   * What the caller can put right is a result, as the protocol wants it. Where the service is at
   * fault there is none: what was done is not known, and the client sends the same request again.
   */
  private Future<Called> submit(String name, ToolCaller caller, Fields params) {
    return attempt(name, caller, params)
        .<Called>map(made -> new Called.Working(made.task(), made.before()))
        .recover(failure ->
            failure instanceof Fault fault && isCallers(fault)
                ? Future.succeededFuture(new Called.Done(ToolResult.failed(Remedies.text(fault))))
                : Future.failedFuture(failure));
  }

  private Future<SubmittedTask> attempt(String name, ToolCaller caller, Fields params) {
    try {
      return operator.submit(name, caller, params);
    } catch (Fault fault) {
      return Future.failedFuture(fault);
    }
  }

  private static boolean isCallers(Fault fault) {
    return fault.code() != ErrorCode.UNKNOWN_TOOL && fault.code().httpStatus() < SERVICE_AT_FAULT;
  }
}
