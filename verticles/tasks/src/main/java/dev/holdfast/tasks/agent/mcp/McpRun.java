package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.trace.TraceParent;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.StopReason;
import dev.holdfast.tasks.agent.jsonrpc.Call;
import dev.holdfast.tasks.agent.jsonrpc.CallFailed;
import dev.holdfast.tasks.agent.jsonrpc.Refusal;
import dev.holdfast.tasks.agent.jsonrpc.WorkClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One conversation with a server, from its greeting to its end, with one call of a tool in it. */
final class McpRun {
  private static final int NAMES_MAX = 100;
  private static final int ROUNDS_MAX = 32;

  private final AgentSpec.Mcp spec;
  private final McpInput input;
  private final Optional<TraceParent> trace;
  private final McpOpening opening;
  private final McpConnection connection;
  private final AgentSink sink;
  private final WorkClock clock;
  private final Cancellation cancellation;

  /** Whether a tool was called whose second call may do harm. */
  private boolean called;

  McpRun(
      AgentSpec.Mcp spec,
      McpInput input,
      Optional<TraceParent> trace,
      McpOpening opening,
      McpConnection connection,
      AgentSink sink,
      WorkClock clock,
      Cancellation cancellation) {
    this.spec = spec;
    this.input = input;
    this.trace = trace;
    this.opening = opening;
    this.connection = connection;
    this.sink = sink;
    this.clock = clock;
    this.cancellation = cancellation;
  }

  AgentOutcome run() throws InterruptedException {
    AgentOutcome outcome;
    boolean confirmed;
    try {
      outcome = converse();
    } catch (CallFailed e) {
      outcome = outcome(e);
    } finally {
      confirmed = connection.end();
    }
    return confirmed ? outcome : unconfirmed(outcome);
  }

  /** What would begin anew elsewhere counts as lost where the tool may still be at work. */
  private AgentOutcome unconfirmed(AgentOutcome outcome) {
    boolean toGoOn = cancellation.reason().map(StopReason::isToGoOn).orElse(false);
    return outcome instanceof AgentOutcome.Stopped
            && toGoOn
            && called
            && connection.outlivesItsEnd()
        ? new AgentOutcome.Lost("the server did not say that the call stopped")
        : outcome.unconfirmed();
  }

  private AgentOutcome converse() throws CallFailed, InterruptedException {
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
    Optional<String> arguments = arguments(tool.get());
    if (arguments.isEmpty()) {
      return failed("the tool " + name + " takes no plain text; give its arguments as JSON");
    }
    called = !tool.get().repeatable();
    sink.usage(new Usage(0, 0, 0, 0, 0, 1, 0));
    return rounds(McpCodec.call(name, arguments.get(), McpEvents.TOKEN, trace));
  }

  /** A server that wants to know more first is asked again with that (SEP-2322). */
  private AgentOutcome rounds(String params) throws CallFailed, InterruptedException {
    ClientDialog dialog = new ClientDialog(sink, clock);
    String asked = params;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      AgentOutcome outcome = result(connection.peer().ask("tools/call", asked));
      if (!(outcome instanceof AgentOutcome.Done(String result))
          || !WantedCodec.isWanting(result)) {
        return outcome;
      }
      try {
        Optional<Map<String, String>> answers =
            dialog.ask(WantedCodec.wanted(result, spec.relay().sampling()));
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

  private AgentOutcome result(Call call) throws CallFailed, InterruptedException {
    String result;
    try {
      result = call.await(clock, cancellation);
    } catch (CallFailed e) {
      return switch (e.why()) {
        case CANCELLED -> {
          cancel(call, "the task is to stop");
          yield new AgentOutcome.Stopped();
        }
        case LATE -> {
          cancel(call, "it took too long");
          yield new AgentOutcome.Failed(
              TerminationReason.TIMEOUT_TOOL,
              "the tool did not answer within run_ms_max of " + spec.limits().runMsMax() + " ms");
        }
        case REFUSED -> {
          if (cancellation.isRequested()) {
            throw e;
          }
          yield new AgentOutcome.Failed(TerminationReason.TOOL_REFUSED, e.words());
        }
        case GONE, AWAY -> throw e;
      };
    }
    Optional<String> error = McpCodec.toolError(result);
    return error.isPresent() ? failed(error.get()) : new AgentOutcome.Done(McpCodec.done(result));
  }

  /** The server is told, for as long as that may take; it does not answer. */
  private void cancel(Call call, String reason) throws InterruptedException {
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

  private Optional<String> arguments(McpTool tool) {
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

  private AgentOutcome outcome(CallFailed call) {
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
