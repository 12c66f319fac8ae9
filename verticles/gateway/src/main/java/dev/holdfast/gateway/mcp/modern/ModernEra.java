package dev.holdfast.gateway.mcp.modern;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.limit.Limits;
import dev.holdfast.gateway.mcp.exchange.CallTrace;
import dev.holdfast.gateway.mcp.exchange.Exchange;
import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.exchange.ProgressToken;
import dev.holdfast.gateway.mcp.exchange.ServerInfo;
import dev.holdfast.gateway.mcp.offers.Offer;
import dev.holdfast.gateway.mcp.offers.Offers;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcMessage;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.gateway.mcp.tools.ToolCaller;
import dev.holdfast.gateway.mcp.tools.ToolDefinition;
import dev.holdfast.gateway.mcp.tools.ToolDesk;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.shared.message.TaskRecord;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Requests that say everything themselves. */
public final class ModernEra {
  private static final List<String> VERSIONS = List.of("2026-07-28");
  private static final long TOOLS_TTL_MS = 60_000;

  /** Sessions and logs change any time. */
  private static final long OFFERS_TTL_MS = 0;

  private static final int CURSOR_MAX = 200;

  private final RequestState states;
  private final ToolDesk tools;
  private final Offers offers;
  private final ModernTasks tasks;
  private final Subscriptions subscriptions;

  public ModernEra(
      Limits limits, ToolDesk tools, Offers offers, TaskQueries tasks, RequestState states) {
    this.states = states;
    this.tools = tools;
    this.offers = offers;
    this.tasks = new ModernTasks(tasks);
    this.subscriptions = new Subscriptions(limits, offers, tasks, this.tasks);
  }

  /** Whether a protocol version is one of this era. */
  public static boolean speaks(String version) {
    return VERSIONS.contains(version);
  }

  /** Whether a message is of this era, whatever its headers say. */
  public static boolean isIn(RpcMessage message) {
    return switch (message) {
      case RpcMessage.Request request -> ModernMeta.isIn(request.params());
      case RpcMessage.Notification notification -> ModernMeta.isIn(notification.params());
      case RpcMessage.Response response -> false;
    };
  }

  /** Only requests are answered; a client of this era has nothing else to say. */
  public Future<McpAnswer> post(Exchange exchange, RpcMessage message) {
    return switch (message) {
      case RpcMessage.Request request -> checked(exchange, request);
      case RpcMessage.Notification notification ->
          Future.succeededFuture(new McpAnswer.Nothing(202));
      case RpcMessage.Response response ->
          Future.failedFuture(
              RpcRefusal.of(RpcCode.INVALID_REQUEST, "the server asks nothing in this version"));
    };
  }

  private Future<McpAnswer> checked(Exchange exchange, RpcMessage.Request request) {
    ModernMeta meta = ModernMeta.of(request.params());
    HeaderCheck.require(exchange, request, meta);
    meta.requireVersion(VERSIONS);
    return answer(exchange, request, meta);
  }

  private Future<McpAnswer> answer(Exchange exchange, RpcMessage.Request request, ModernMeta meta) {
    return switch (request.method()) {
      case "server/discover" -> Future.succeededFuture(discovered(request));
      case "tools/list" -> list(request);
      case "tools/call" -> call(exchange, request, meta);
      case "tasks/get" -> {
        meta.requireTasks();
        yield tasks.get(exchange.principal(), request);
      }
      case "tasks/update" -> {
        meta.requireTasks();
        yield tasks.update(exchange.principal(), request);
      }
      case "tasks/cancel" -> {
        meta.requireTasks();
        yield tasks.cancel(exchange.principal(), request);
      }
      case "tasks/stream" -> {
        meta.requireTasks();
        yield tasks.stream(exchange, request);
      }
      case "subscriptions/listen" -> subscriptions.listen(exchange, request, meta);
      default -> offered(exchange, request, meta);
    };
  }

  private Future<McpAnswer> offered(
      Exchange exchange, RpcMessage.Request request, ModernMeta meta) {
    Rounds rounds =
        Rounds.of(exchange.principal(), request.method(), about(request), request.params());
    return offers
        .ask(
            exchange.principal(),
            Optional.empty(),
            request.method(),
            request.params(),
            rounds.carried(states))
        .map(offer -> offer.map(found -> offered(request, found, rounds, meta)))
        .orElseGet(() ->
            Future.failedFuture(
                RpcRefusal.of(
                    RpcCode.METHOD_NOT_FOUND, "no method " + JsonOut.quoted(request.method()))));
  }

  private McpAnswer offered(
      RpcMessage.Request request, Offer offer, Rounds rounds, ModernMeta meta) {
    if (offer.wanting().isPresent()) {
      Offer.Wanting wanting = offer.wanting().get();
      meta.requireAble(wanting.requests());
      return McpAnswer.message(rounds.wanted(request.id(), wanting, states));
    }
    return offer.kept()
        ? ModernResult.kept(request.id(), OFFERS_TTL_MS, offer.members())
        : ModernResult.complete(request.id(), offer.members());
  }

  /** What a request is about beside its method; an answer is of use for nothing else. */
  private static List<String> about(RpcMessage.Request request) {
    Fields params = request.params();
    return Stream.of(
            EntryFields.scalarText(params, "name"),
            EntryFields.scalarText(params, "uri"),
            EntryFields.objectText(params, "arguments"))
        .map(part -> part == null ? "" : part)
        .toList();
  }

  private static McpAnswer discovered(RpcMessage.Request request) {
    return ModernResult.kept(
        request.id(),
        TOOLS_TTL_MS,
        out ->
            out.texts("supportedVersions", VERSIONS)
                .object(
                    "capabilities",
                    all ->
                        Offers.capabilities(
                            all.object("tools", none -> {})
                                .object(
                                    "extensions",
                                    some -> some.object(ModernMeta.TASKS, none -> {}))))
                .text("instructions", ServerInfo.INSTRUCTIONS)
                .object(
                    "_meta",
                    meta -> meta.object(ModernMeta.PREFIX + "serverInfo", ServerInfo::write)));
  }

  private Future<McpAnswer> list(RpcMessage.Request request) {
    return tools
        .list(request.params().textOrNull("cursor", 1, CURSOR_MAX))
        .map(page ->
            ModernResult.kept(
                request.id(),
                TOOLS_TTL_MS,
                out -> {
                  out.json("tools", array(page.definitions()));
                  if (page.next() != null) {
                    out.text("nextCursor", page.next());
                  }
                }));
  }

  /** Work that lasts is a task where client and tool know tasks; else it ends with the response. */
  private Future<McpAnswer> call(Exchange exchange, RpcMessage.Request request, ModernMeta meta) {
    ToolCaller caller =
        new ToolCaller(
            exchange.principal(),
            Optional.empty(),
            exchange::correlationId,
            CallTrace.of(exchange, request.params()));
    // Read before anything is done, so that a wrong one is refused with nothing done.
    ModernStory.Wanted wanted = wanted(exchange, request, meta);
    Optional<Rounds.Waiting> waiting = wanted.rounds().waiting(states);
    return tools
        .manner(request.params())
        .compose(manner -> {
          HeaderCheck.requireArguments(exchange, request, manner.headers());
          CallForm form = CallForm.of(manner.traits(), meta);
          if (tools.isWork(request.params()) && form.streams(waiting.isPresent())) {
            exchange.place().take();
          }
          return waiting
              .map(task -> again(request, wanted, task, form))
              .orElseGet(() ->
                  tools
                      .call(caller, request.params())
                      .map(called -> called(request, wanted, called, form)));
        });
  }

  private ModernStory.Wanted wanted(
      Exchange exchange, RpcMessage.Request request, ModernMeta meta) {
    return new ModernStory.Wanted(
        request.id(),
        ProgressToken.of(request.params()),
        meta.logs(),
        meta,
        Rounds.of(exchange.principal(), request.method(), about(request), request.params()),
        states);
  }

  private static McpAnswer called(
      RpcMessage.Request request,
      ModernStory.Wanted wanted,
      ToolDesk.Called called,
      CallForm form) {
    return switch (called) {
      case ToolDesk.Called.Done(var result) -> ModernResult.complete(request.id(), result::write);
      case ToolDesk.Called.Working(TaskRecord task, long before) ->
          form.streams(false)
              ? following(task, before, wanted)
              : ModernTasks.created(request, task);
    };
  }

  /** Another round of a call, whose task waited meanwhile. */
  private Future<McpAnswer> again(
      RpcMessage.Request request,
      ModernStory.Wanted wanted,
      Rounds.Waiting waiting,
      CallForm form) {
    return tasks
        .task(wanted.rounds().principal(), waiting.taskId())
        .compose(task ->
            form.streams(true)
                ? Future.succeededFuture(following(task, waiting.before(), wanted))
                : tasks
                    .answered(task, wanted.rounds())
                    .map(answered -> ModernTasks.created(request, answered)));
  }

  private static McpAnswer following(TaskRecord task, long after, ModernStory.Wanted wanted) {
    return new McpAnswer.Following(
        task.session(),
        task.taskId(),
        after,
        true,
        wanted.rounds().state() != null,
        new ModernStory(wanted, task));
  }

  private static String array(List<ToolDefinition> definitions) {
    return "["
        + String.join(",", definitions.stream().map(ToolDefinition::withoutSession).toList())
        + "]";
  }
}
