package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.jsonrpc.Call;
import dev.holdfast.tasks.agent.jsonrpc.CallFailed;
import dev.holdfast.tasks.agent.jsonrpc.Refusal;
import dev.holdfast.tasks.agent.jsonrpc.WorkClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Calls one tool of a configured server for each attempt, over a connection of its own. */
public final class McpAgent implements Agent {
  private static final int NAMES_MAX = 100;
  private static final int ROUNDS_MAX = 32;

  private final AgentSpec.Mcp spec;

  public McpAgent(AgentSpec.Mcp spec) {
    this.spec = spec;
  }

  @Override
  public AgentOutcome run(AgentJob job, AgentSink sink, Cancellation cancellation)
      throws InterruptedException {
    McpInput input = McpCodec.input(job.input(), spec.byDefault().isPresent());
    WorkClock clock = new WorkClock(spec.limits().runMsMax());
    McpOpening opening = new McpOpening(spec, cancellation);
    McpConnection connection;
    try {
      connection = opening.connect(job, sink, clock);
    } catch (IOException e) {
      return failed("the server's program could not be started");
    }
    AgentOutcome outcome;
    boolean confirmed;
    try {
      outcome = converse(opening, connection, input, sink, clock, cancellation);
    } catch (CallFailed e) {
      outcome = outcome(e, cancellation);
    } finally {
      confirmed = connection.end();
    }
    return confirmed ? outcome : outcome.unconfirmed();
  }

  private AgentOutcome converse(
      McpOpening opening,
      McpConnection connection,
      McpInput input,
      AgentSink sink,
      WorkClock clock,
      Cancellation cancellation)
      throws CallFailed, InterruptedException {
    Optional<String> refusal = opening.greet(connection);
    if (refusal.isPresent()) {
      return failed(refusal.get());
    }
    String name = input.tool().or(spec::byDefault).orElseThrow();
    List<McpTool> tools = opening.tools(connection);
    Optional<McpTool> tool = tools.stream().filter(t -> t.name().equals(name)).findFirst();
    if (tool.isEmpty()) {
      return failed("the server has no tool " + name + " for tasks; known: " + names(tools));
    }
    Optional<String> arguments = arguments(input, tool.get());
    if (arguments.isEmpty()) {
      return failed("the tool " + name + " takes no plain text; give its arguments as JSON");
    }
    String params = McpCodec.call(name, arguments.get(), McpEvents.TOKEN);
    sink.usage(new Usage(0, 0, 0, 0, 0, 1, 0));
    return rounds(connection, params, new ClientDialog(sink, clock), clock, cancellation);
  }

  /** A server that wants to know more first is asked again with that (SEP-2322). */
  private AgentOutcome rounds(
      McpConnection connection,
      String params,
      ClientDialog dialog,
      WorkClock clock,
      Cancellation cancellation)
      throws CallFailed, InterruptedException {
    String asked = params;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      Call call = connection.peer().ask("tools/call", asked);
      AgentOutcome outcome = result(connection, call, clock, cancellation);
      if (!(outcome instanceof AgentOutcome.Done(String result))
          || !WantedCodec.isWanting(result)) {
        return outcome;
      }
      try {
        Optional<Map<String, String>> answers = dialog.ask(WantedCodec.wanted(result));
        if (answers.isEmpty()) {
          return new AgentOutcome.Stopped();
        }
        asked = WantedCodec.again(params, answers.get(), WantedCodec.state(result));
      } catch (Refusal refusal) {
        return failed("the tool wants to know more: " + refusal.getMessage());
      }
    }
    return failed("the tool wanted to know more for " + ROUNDS_MAX + " times");
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
              TerminationReason.TIMEOUT_TOOL,
              "the tool did not answer within run_ms_max of " + spec.limits().runMsMax() + " ms");
        }
        case REFUSED, GONE, AWAY -> throw e;
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
      case REFUSED, GONE -> failed(call.words());
      case AWAY -> AgentOutcome.Failed.passing(TerminationReason.AGENT_ERROR, call.words());
      case LATE ->
          AgentOutcome.Failed.passing(
              TerminationReason.AGENT_ERROR,
              call.words() + ": request_ms_max is " + spec.rpc().requestMsMax() + " ms");
    };
  }

  private static AgentOutcome failed(String error) {
    return new AgentOutcome.Failed(TerminationReason.AGENT_ERROR, error);
  }
}
