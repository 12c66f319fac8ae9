package dev.holdfast.tasks.tools;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.ListTools;
import dev.holdfast.shared.message.PrepareCall;
import dev.holdfast.shared.message.PreparedCall;
import dev.holdfast.shared.message.Tool;
import dev.holdfast.shared.message.ToolPage;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.McpRelay;
import dev.holdfast.tasks.agent.Offered;
import dev.holdfast.tasks.agent.OfferedTool;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Which tools there are, and what task a call of one is. A server's tool is named {@code
 * agent.tool}, or as the server names it where the operator says so; a configured tool hides
 * another one of its name, and no configured name has a dot.
 */
public final class Toolbox {
  private static final int NAMES_SHOWN_MAX = 100;

  private final Vertx vertx;
  private final Map<String, ToolSpec> specs;
  private final Map<String, AgentSpec.Mcp> agents;
  private final Map<String, ServerTools> servers = new TreeMap<>();

  /**
   * For one event loop.
   *
   * @param discoveries how each agent's server is asked for its tools, blocking
   */
  public Toolbox(Vertx vertx, ToolsConfig config, Function<String, Callable<Offered>> discoveries) {
    this.vertx = vertx;
    this.specs = config.specs();
    this.agents = config.servers();
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
    Optional<String> named = byPrefix(call.tool());
    return named.isPresent() ? ofServer(named.get(), call) : plain(call);
  }

  /** What the servers offer, as far as it is known now, by agent. */
  Future<Map<String, Offered>> offered() {
    Map<String, Future<Optional<Offered>>> answers = answers();
    return Future.join(List.copyOf(answers.values()))
        .map(all -> {
          Map<String, Offered> offered = new LinkedHashMap<>();
          answers.forEach(
              (agent, answer) -> answer.result().ifPresent(known -> offered.put(agent, known)));
          return offered;
        });
  }

  /** The agent before the dot, where its tools are named so. */
  private Optional<String> byPrefix(String tool) {
    int dot = tool.indexOf('.');
    String agent = dot < 0 ? "" : tool.substring(0, dot);
    AgentSpec.Mcp spec = agents.get(agent);
    return spec == null || spec.relay().plainNames() ? Optional.empty() : Optional.of(agent);
  }

  private Future<PreparedCall> ofServer(String agent, PrepareCall call) {
    return Objects.requireNonNull(servers.get(agent))
        .look()
        .compose(offered ->
            offered.isEmpty()
                ? Future.failedFuture(notYet(agent))
                : ofServer(
                    agent, call.tool().substring(agent.length() + 1), offered.get().tools(), call));
  }

  /** A tool that kept its name. */
  private Future<PreparedCall> plain(PrepareCall call) {
    return offered()
        .compose(all ->
            all.entrySet().stream()
                .filter(each -> relay(each.getKey()).plainNames())
                .filter(each ->
                    each.getValue().tools().stream()
                        .anyMatch(tool -> tool.name().equals(call.tool())))
                .findFirst()
                .map(each -> ofServer(each.getKey(), call.tool(), each.getValue().tools(), call))
                .orElseGet(() -> unknown(call.tool())));
  }

  private McpRelay relay(String agent) {
    return Objects.requireNonNull(agents.get(agent)).relay();
  }

  private Map<String, Future<Optional<Offered>>> answers() {
    Map<String, Future<Optional<Offered>>> answers = new LinkedHashMap<>();
    servers.forEach((agent, server) -> answers.put(agent, server.look()));
    return answers;
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
    Map<String, Future<Optional<Offered>>> answers = answers();
    return Future.join(List.copyOf(answers.values()))
        .map(all -> {
          List<Tool> tools = new ArrayList<>(specs.values().stream().map(ToolSpec::tool).toList());
          List<String> pending = new ArrayList<>();
          answers.forEach((agent, answer) ->
              answer
                  .result()
                  .ifPresentOrElse(
                      offered -> offered.tools().forEach(each -> tools.add(tool(agent, each))),
                      () -> pending.add(agent)));
          Map<String, Tool> named = new TreeMap<>();
          tools.forEach(tool -> named.putIfAbsent(tool.name(), tool));
          return new Shelf(List.copyOf(named.values()), List.copyOf(pending));
        });
  }

  private Tool tool(String agent, OfferedTool offered) {
    return new Tool(
        relay(agent).name(agent, offered.name()),
        offered.description(),
        agent,
        offered.inputSchema(),
        offered.traits());
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
