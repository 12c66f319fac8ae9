package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.gateway.session.ToolRequest;
import dev.holdfast.gateway.session.Tools;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ListTools;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.ToolTraits;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operator's tools: each call is a task of a session, durable before anything is told of it.
 */
public final class OperatorTools {
  private final Tools tools;
  private final Sessions sessions;

  public OperatorTools(Tools tools, Sessions sessions) {
    this.tools = tools;
    this.sessions = sessions;
  }

  /**
   * Part of the list.
   *
   * @param next what the next page begins after; null on the last
   */
  public record Page(List<ToolDefinition> definitions, @Nullable String next) {
    public Page {
      definitions = List.copyOf(definitions);
    }
  }

  public Future<Page> list(@Nullable String after) {
    return tools
        .list(new ListTools(after, Tools.PAGE_MAX))
        .map(page ->
            new Page(
                page.tools().stream()
                    .map(tool ->
                        ToolCatalogueJson.operator(
                            tool.name(), tool.description(), tool.inputSchema()))
                    .toList(),
                page.next()));
  }

  /**
   * The task that the call is. The same request that comes again, of the same tool and arguments,
   * gets that task, also for a while after its end: its client may not have heard of it. Anything
   * else under the same id is a call of its own, as clients give it to several.
   *
   * @param params {@code name} and {@code arguments} of the request
   */
  public Future<SubmittedTask> submit(String name, ToolCaller caller, Fields params) {
    return caller.mcp().isPresent()
        ? submit(
            caller,
            ToolRequest.of(name, params),
            caller.mcp().get().session(),
            JsonOut.quoted(caller.correlationId()))
        : named(name, caller, params)
            .compose(call -> submit(caller, call.request(), call.session(), null));
  }

  /**
   * How calls of a tool are asked for and answered.
   *
   * @param headers which headers have to repeat which arguments, by argument
   */
  public record Manner(Map<String, String> headers, ToolTraits traits) {
    static final Manner USUAL = new Manner(Map.of(), ToolTraits.USUAL);

    public Manner {
      headers = Map.copyOf(headers);
    }
  }

  /** As usual where there is no such tool. */
  public Future<Manner> manner(String name) {
    return tools
        .find(name)
        .map(tool ->
            tool.map(found ->
                    new Manner(ToolCatalogueJson.headers(found.inputSchema()), found.traits()))
                .orElse(Manner.USUAL));
  }

  /** What a task that was a call came to. */
  public static ToolResult result(TaskRecord task) {
    return ToolResultJson.of(task);
  }

  private record Named(ToolRequest request, SessionRef session) {}

  /** The handle stands among the arguments, unless the tool has one of that name itself. */
  private Future<Named> named(String name, ToolCaller caller, Fields params) {
    Fields arguments = params.objectOrNull("arguments");
    if (arguments == null || !EntryFields.has(arguments, ToolSessions.FIELD)) {
      return minted(caller, ToolRequest.of(name, params));
    }
    return tools
        .find(name)
        .compose(tool ->
            tool.isPresent() && ToolCatalogueJson.ownsHandle(tool.get().inputSchema())
                ? minted(caller, ToolRequest.of(name, params))
                : sessions
                    .find(caller.principal(), handle(arguments))
                    .map(session ->
                        new Named(ToolRequest.without(name, params, ToolSessions.FIELD), session)));
  }

  /** A session of its own for a call that would be taken; a refused one leaves none behind. */
  private Future<Named> minted(ToolCaller caller, ToolRequest request) {
    return tools
        .prepare(request)
        .compose(
            taken -> sessions.resolve(new ResolveSession(caller.principal(), null, null, null)))
        .map(resolved -> new Named(request, resolved.session()));
  }

  /**
   * Submits it.
   *
   * @param mark tells this request from the others of its client, as JSON text; null where nothing
   *     does
   */
  private Future<SubmittedTask> submit(
      ToolCaller caller, ToolRequest request, SessionRef session, @Nullable String mark) {
    return tools
        .prepare(request)
        .compose(prepared ->
            sessions
                .admit(session, SessionTool.SUBMIT_TASK, null)
                .compose(admitted ->
                    tools.call(
                        session,
                        request,
                        prepared,
                        mark == null ? request.mark(null) : request.reusedMark(mark),
                        null,
                        caller.correlationId(),
                        Claim.ANYONE,
                        caller.trace())));
  }

  private static String handle(Fields arguments) {
    String id = TaskRequest.sessionId(arguments);
    return id == null ? "" : id;
  }
}
