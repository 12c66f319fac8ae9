package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.session.Entries;
import dev.holdfast.gateway.session.McpSessions;
import dev.holdfast.gateway.session.Projects;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.Submission;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tools of the product itself; their calls are answered at once. */
public final class ProductTools {
  private static final String CATALOGUE = "/mcp-tools.json";

  private final List<ToolDefinition> definitions = ToolCatalogueJson.product(catalogue());
  private final Map<String, Operation> operations = new HashMap<>();

  public ProductTools(
      Sessions sessions,
      Projects projects,
      Entries entries,
      Submission submission,
      TaskQueries tasks,
      McpSessions mcp) {
    ToolSessions which = new ToolSessions(sessions);
    operations.putAll(new SessionTools(which, sessions, mcp).operations());
    operations.putAll(new ProjectTools(which, sessions, projects).operations());
    operations.putAll(new EntryTools(which, entries).operations());
    operations.putAll(new TaskTools(which, submission, tasks).operations());
    operations.putAll(new QueueTools(which, sessions, tasks).operations());
  }

  public List<ToolDefinition> definitions() {
    return definitions;
  }

  public boolean has(String name) {
    return operations.containsKey(name);
  }

  /**
   * What the call came to. Refusals that the caller can do something about are results too; the
   * future fails only where the service is at fault.
   */
  public Future<ToolResult> call(String name, ToolCaller caller, Fields arguments) {
    Operation operation = operations.get(name);
    if (operation == null) {
      return Future.failedFuture(
          new Fault(ErrorCode.UNKNOWN_TOOL, ErrorCode.UNKNOWN_TOOL.meaning()));
    }
    return attempt(operation, caller, arguments)
        .map(ToolResult::of)
        .recover(failure ->
            failure instanceof Fault fault && fault.code().httpStatus() < ToolDesk.SERVICE_AT_FAULT
                ? Future.succeededFuture(ToolResult.failed(Remedies.text(fault)))
                : Future.failedFuture(failure));
  }

  private static Future<String> attempt(Operation operation, ToolCaller caller, Fields arguments) {
    try {
      return operation.run(caller, arguments);
    } catch (Fault fault) {
      return Future.failedFuture(fault);
    }
  }

  private static String catalogue() {
    try (InputStream in = ProductTools.class.getResourceAsStream(CATALOGUE)) {
      if (in == null) {
        throw new IllegalStateException("not packaged: " + CATALOGUE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
