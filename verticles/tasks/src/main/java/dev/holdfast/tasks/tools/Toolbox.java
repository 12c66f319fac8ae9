package dev.holdfast.tasks.tools;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.ListTools;
import dev.holdfast.shared.message.PrepareCall;
import dev.holdfast.shared.message.PreparedCall;
import dev.holdfast.shared.message.Tool;
import dev.holdfast.shared.message.ToolPage;
import dev.holdfast.tasks.agent.OfferedTool;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Which tools there are, and what task a call of one is. A server's tool is named {@code
 * agent.tool}; no configured name has a dot.
 */
public final class Toolbox {
  private static final int NAMES_SHOWN_MAX = 100;

  private final Vertx vertx;
  private final Map<String, ToolSpec> specs;
  private final Map<String, ServerTools> servers = new TreeMap<>();

  /**
   * For one event loop.
   *
   * @param discoveries how each agent's server is asked for its tools, blocking
   */
  public Toolbox(
      Vertx vertx, ToolsConfig config, Function<String, Callable<List<OfferedTool>>> discoveries) {
    this.vertx = vertx;
    this.specs = config.specs();
    config
        .servers()
        .keySet()
        .forEach(agent ->
            servers.put(
                agent,
                new ServerTools(
                    vertx,
                    agent,
                    discoveries.apply(agent),
                    config.refreshMs(),
                    config.retryMs(),
                    config.waitMs())));
  }

  /** What is known now of all tools. */
  private record Shelf(List<Tool> tools, List<String> pending) {}

  /** One page, in the order of names. */
  public Future<ToolPage> list(ListTools wanted) {
    String after = wanted.after();
    return shelf()
        .map(shelf -> {
          List<Tool> rest =
              shelf.tools().stream()
                  .filter(tool -> after == null || tool.name().compareTo(after) > 0)
                  .toList();
          List<Tool> page = rest.stream().limit(wanted.limit()).toList();
          return new ToolPage(
              page, page.size() < rest.size() ? page.getLast().name() : null, shelf.pending());
        });
  }

  /** The task that a call is; its arguments are held against the schema beside the event loop. */
  public Future<PreparedCall> prepare(PrepareCall call) {
    ToolSpec spec = specs.get(call.tool());
    if (spec != null) {
      return checked(spec.tool(), call)
          .map(arguments ->
              new PreparedCall(
                  spec.tool().agent(), spec.plain() ? ArgumentsCodec.plain(arguments) : arguments));
    }
    int dot = call.tool().indexOf('.');
    String agent = dot < 0 ? "" : call.tool().substring(0, dot);
    ServerTools server = servers.get(agent);
    if (server == null) {
      return unknown(call.tool());
    }
    return server
        .look()
        .compose(offered ->
            offered.isEmpty()
                ? Future.failedFuture(notYet(agent))
                : ofServer(agent, call.tool().substring(dot + 1), offered.get(), call));
  }

  private Future<PreparedCall> ofServer(
      String agent, String name, List<OfferedTool> offered, PrepareCall call) {
    Optional<OfferedTool> tool =
        offered.stream().filter(each -> each.name().equals(name)).findFirst();
    return tool.isEmpty()
        ? unknown(call.tool())
        : checked(tool(agent, tool.get()), call)
            .map(arguments -> new PreparedCall(agent, ArgumentsCodec.ofServer(name, arguments)));
  }

  private Future<String> checked(Tool tool, PrepareCall call) {
    return vertx.executeBlocking(
        () -> {
          Optional<String> problem = ArgumentsCodec.problem(tool.inputSchema(), call.arguments());
          if (problem.isPresent()) {
            throw new Fault(ErrorCode.INVALID_ARGUMENTS, problem.get());
          }
          return call.arguments();
        },
        false);
  }

  private Future<PreparedCall> unknown(String name) {
    return shelf()
        .compose(shelf ->
            Future.failedFuture(
                new Fault(
                    ErrorCode.UNKNOWN_TOOL,
                    "no tool " + name + "; known: " + names(shelf.tools()))));
  }

  private Future<Shelf> shelf() {
    Map<String, Future<Optional<List<OfferedTool>>>> answers = new LinkedHashMap<>();
    servers.forEach((agent, server) -> answers.put(agent, server.look()));
    return Future.join(List.copyOf(answers.values()))
        .map(all -> {
          List<Tool> tools = new ArrayList<>(specs.values().stream().map(ToolSpec::tool).toList());
          List<String> pending = new ArrayList<>();
          answers.forEach((agent, answer) ->
              answer
                  .result()
                  .ifPresentOrElse(
                      offered -> offered.forEach(each -> tools.add(tool(agent, each))),
                      () -> pending.add(agent)));
          tools.sort(Comparator.comparing(Tool::name));
          return new Shelf(List.copyOf(tools), List.copyOf(pending));
        });
  }

  private static Tool tool(String agent, OfferedTool offered) {
    return new Tool(
        agent + "." + offered.name(), offered.description(), agent, offered.inputSchema());
  }

  private static Fault notYet(String agent) {
    return new Fault(
        ErrorCode.OVERLOADED, "the server of agent " + agent + " did not tell its tools so far");
  }

  private static String names(List<Tool> tools) {
    return tools.isEmpty()
        ? "none"
        : String.join(", ", tools.stream().map(Tool::name).limit(NAMES_SHOWN_MAX).toList());
  }
}
