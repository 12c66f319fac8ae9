package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.McpServer;
import dev.holdfast.tasks.agent.Program;
import dev.holdfast.tasks.agent.jsonrpc.Call;
import dev.holdfast.tasks.agent.jsonrpc.CallFailed;
import dev.holdfast.tasks.agent.jsonrpc.JsonRpcPeer;
import dev.holdfast.tasks.agent.jsonrpc.StdioPeer;
import dev.holdfast.tasks.agent.jsonrpc.WorkClock;
import dev.holdfast.tasks.agent.process.BoundedOutput;
import dev.holdfast.tasks.agent.process.OutputBudget;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Calls one tool of a configured server for each attempt, over a connection of its own. */
public final class McpAgent implements Agent {
  private static final int PAGES_MAX = 100;
  private static final int NAMES_MAX = 100;

  private final AgentSpec.Mcp spec;

  public McpAgent(AgentSpec.Mcp spec) {
    this.spec = spec;
  }

  @Override
  public AgentOutcome run(AgentJob job, AgentSink sink, Cancellation cancellation)
      throws InterruptedException {
    McpInput input = McpCodec.input(job.input(), spec.byDefault().isPresent());
    WorkClock clock = new WorkClock(spec.limits().runMsMax());
    McpConnection connection;
    try {
      connection = connect(job, sink, clock, cancellation);
    } catch (IOException e) {
      return failed("the server's program could not be started");
    }
    try {
      return converse(connection, input, sink, clock, cancellation);
    } catch (CallFailed e) {
      return outcome(e, cancellation);
    } finally {
      connection.end();
    }
  }

  private McpConnection connect(
      AgentJob job, AgentSink sink, WorkClock clock, Cancellation cancellation) throws IOException {
    OutputBudget budget = new OutputBudget(spec.limits().outputBytesMax());
    McpEvents events = new McpEvents(sink, new BoundedOutput(sink, budget), clock);
    return switch (spec.server()) {
      case McpServer.AtUrl server -> new HttpConnection(spec, server, events, cancellation);
      case McpServer.OfProgram(Program program) ->
          new McpConnection.OfProgram(
              new StdioPeer(program, job, sink, budget, spec.rpc().messageBytesMax(), events),
              program.graceMs());
    };
  }

  private AgentOutcome converse(
      McpConnection connection,
      McpInput input,
      AgentSink sink,
      WorkClock clock,
      Cancellation cancellation)
      throws CallFailed, InterruptedException {
    JsonRpcPeer peer = connection.peer();
    String version =
        McpCodec.version(
            peer.ask("initialize", McpCodec.initialize()).await(requestClock(), cancellation));
    if (!McpCodec.KNOWN.contains(version)) {
      return failed(
          "the server speaks revision "
              + version
              + " of the protocol; known: "
              + String.join(", ", McpCodec.KNOWN));
    }
    // The revision is named from here on, also with this.
    connection.begun(version);
    peer.tell("notifications/initialized", "{}");
    String name = input.tool().or(spec::byDefault).orElseThrow();
    List<McpTool> tools = tools(peer, cancellation);
    Optional<McpTool> tool = tools.stream().filter(t -> t.name().equals(name)).findFirst();
    if (tool.isEmpty()) {
      return failed("the server has no tool " + name + " for tasks; known: " + names(tools));
    }
    Optional<String> arguments = arguments(input, tool.get());
    if (arguments.isEmpty()) {
      return failed("the tool " + name + " takes no plain text; give its arguments as JSON");
    }
    Call call = peer.ask("tools/call", McpCodec.call(name, arguments.get(), McpEvents.TOKEN));
    sink.usage(new Usage(0, 0, 0, 0, 0, 1, 0));
    return result(connection, call, clock, cancellation);
  }

  /** All tools that may be called. */
  private List<McpTool> tools(JsonRpcPeer peer, Cancellation cancellation)
      throws CallFailed, InterruptedException {
    List<McpTool> tools = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    for (int page = 0; page < PAGES_MAX; page++) {
      McpToolPage found =
          McpCodec.tools(
              peer.ask("tools/list", McpCodec.listTools(cursor))
                  .await(requestClock(), cancellation));
      found.tools().stream().filter(tool -> spec.mayCall(tool.name())).forEach(tools::add);
      cursor = found.next();
      if (cursor.isEmpty()) {
        break;
      }
    }
    return tools;
  }

  private AgentOutcome result(
      McpConnection connection, Call call, WorkClock clock, Cancellation cancellation)
      throws CallFailed, InterruptedException {
    String result;
    try {
      result = call.await(clock, cancellation);
    } catch (CallFailed e) {
      return switch (e.why()) {
        case CANCELLED -> {
          cancel(connection, call, "the task is to stop");
          yield new AgentOutcome.Stopped();
        }
        case LATE -> {
          cancel(connection, call, "it took too long");
          yield new AgentOutcome.Failed(
              TerminationReason.TIMEOUT_RUN,
              "ran longer than run_ms_max of " + spec.limits().runMsMax() + " ms");
        }
        case REFUSED, GONE -> throw e;
      };
    }
    Optional<String> error = McpCodec.toolError(result);
    return error.isPresent() ? failed(error.get()) : new AgentOutcome.Done(McpCodec.done(result));
  }

  /** The server is told, for as long as that may take; it does not answer. */
  private static void cancel(McpConnection connection, Call call, String reason)
      throws InterruptedException {
    Thread.startVirtualThread(
            () -> {
              try {
                connection
                    .peer()
                    .tell("notifications/cancelled", McpCodec.cancelled(call.id(), reason));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })
        .join(Duration.ofMillis(Math.max(1, connection.graceMs())));
  }

  private static Optional<String> arguments(McpInput input, McpTool tool) {
    return input
        .arguments()
        .or(() -> tool.textArgument().map(name -> McpCodec.textArguments(name, input.text())));
  }

  private static String names(List<McpTool> tools) {
    return tools.stream()
        .map(McpTool::name)
        .sorted()
        .limit(NAMES_MAX)
        .collect(Collectors.joining(", "));
  }

  private AgentOutcome outcome(CallFailed call, Cancellation cancellation) {
    if (cancellation.isRequested()) {
      return new AgentOutcome.Stopped();
    }
    return switch (call.why()) {
      case CANCELLED -> new AgentOutcome.Stopped();
      case REFUSED -> failed(call.words());
      case GONE -> AgentOutcome.Failed.passing(TerminationReason.AGENT_ERROR, call.words());
      case LATE ->
          AgentOutcome.Failed.passing(
              TerminationReason.AGENT_ERROR,
              call.words() + ": request_ms_max is " + spec.rpc().requestMsMax() + " ms");
    };
  }

  private WorkClock requestClock() {
    return new WorkClock(spec.rpc().requestMsMax());
  }

  private static AgentOutcome failed(String error) {
    return new AgentOutcome.Failed(TerminationReason.AGENT_ERROR, error);
  }
}
