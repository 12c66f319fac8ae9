package dev.holdfast.tasks.agent.acp;

import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.jsonrpc.Call;
import dev.holdfast.tasks.agent.jsonrpc.CallFailed;
import dev.holdfast.tasks.agent.jsonrpc.JsonRpcPeer;
import dev.holdfast.tasks.agent.jsonrpc.StdioPeer;
import dev.holdfast.tasks.agent.jsonrpc.WorkClock;
import dev.holdfast.tasks.agent.process.BoundedOutput;
import dev.holdfast.tasks.agent.process.OutputBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Starts a configured agent for each attempt, prompts it with the task's text in a fresh session of
 * its own, then with what the task's owner sent meanwhile, and ends its process tree however the
 * attempt ends.
 */
public final class AcpAgent implements Agent {
  private static final int AUTH_REQUIRED = -32000;

  private final AgentSpec.Acp spec;

  public AcpAgent(AgentSpec.Acp spec) {
    this.spec = spec;
  }

  @Override
  public AgentOutcome run(AgentJob job, AgentSink sink, Cancellation cancellation)
      throws InterruptedException {
    OutputBudget budget = new OutputBudget(spec.limits().outputBytesMax());
    WorkClock clock = new WorkClock(spec.limits().runMsMax());
    AcpEvents events =
        new AcpEvents(spec.permissions(), sink, new BoundedOutput(sink, budget), clock);
    StdioPeer program;
    try {
      program =
          new StdioPeer(spec.program(), job, sink, budget, spec.rpc().messageBytesMax(), events);
    } catch (IOException e) {
      return failed("program could not be started: " + spec.program().command().getFirst());
    }
    AgentOutcome outcome;
    boolean inOrder;
    try {
      outcome = converse(program.peer(), job, events, clock, cancellation);
    } catch (CallFailed e) {
      outcome = outcome(e, cancellation);
    } finally {
      inOrder = program.end();
    }
    return inOrder ? outcome : outcome.unconfirmed();
  }

  private AgentOutcome converse(
      JsonRpcPeer peer, AgentJob job, AcpEvents events, WorkClock clock, Cancellation cancellation)
      throws CallFailed, InterruptedException {
    String initialized =
        peer.ask("initialize", AcpCodec.initialize()).await(requestClock(), cancellation);
    int version = AcpCodec.version(initialized);
    if (version != AcpCodec.VERSION) {
      return failed(
          "the agent speaks version " + version + " of the protocol, not " + AcpCodec.VERSION);
    }
    String authMethod = spec.authMethod();
    if (authMethod != null) {
      peer.ask("authenticate", AcpCodec.authenticate(authMethod))
          .await(requestClock(), cancellation);
    }
    Optional<String> session;
    try {
      session =
          AcpCodec.sessionId(
              peer.ask("session/new", AcpCodec.newSession(cwd()))
                  .await(requestClock(), cancellation));
    } catch (CallFailed e) {
      if (e.code() == AUTH_REQUIRED) {
        return failed(
            "the agent wants auth_method to be one of: " + AcpCodec.authMethods(initialized));
      }
      throw e;
    }
    if (session.isEmpty()) {
      return failed("the agent gave its session no id");
    }
    return turns(peer, session.get(), job, events, clock, cancellation);
  }

  /** What the owner sent during a turn is the prompt of the next one. */
  private AgentOutcome turns(
      JsonRpcPeer peer,
      String session,
      AgentJob job,
      AcpEvents events,
      WorkClock clock,
      Cancellation cancellation)
      throws CallFailed, InterruptedException {
    AgentOutcome outcome =
        prompt(peer, session, job.inEmptyContext().input(), events, clock, cancellation);
    while (outcome instanceof AgentOutcome.Done) {
      List<String> messages = events.messages();
      if (messages.isEmpty()) {
        return outcome;
      }
      String next = String.join("\n\n", messages);
      outcome = prompt(peer, session, next, events, clock, cancellation);
    }
    return outcome;
  }

  private AgentOutcome prompt(
      JsonRpcPeer peer,
      String session,
      String text,
      AcpEvents events,
      WorkClock clock,
      Cancellation cancellation)
      throws CallFailed, InterruptedException {
    Call prompt = peer.ask("session/prompt", AcpCodec.prompt(session, text));
    String result;
    try {
      result = prompt.await(clock, cancellation);
    } catch (CallFailed e) {
      return switch (e.why()) {
        case CANCELLED -> {
          cancel(peer, session, prompt);
          yield new AgentOutcome.Stopped();
        }
        case LATE -> {
          cancel(peer, session, prompt);
          yield new AgentOutcome.Failed(
              TerminationReason.TIMEOUT_RUN,
              "ran longer than run_ms_max of " + spec.limits().runMsMax() + " ms");
        }
        case REFUSED, GONE, AWAY -> throw e;
      };
    }
    events.ended(AcpCodec.usage(result));
    if (cancellation.isRequested() && events.isUnanswered()) {
      return new AgentOutcome.Stopped(); // it ended for that, before it was told of the stop
    }
    return stopped(AcpCodec.stopReason(result), events);
  }

  /** The agent may put its things in order before its process is ended. */
  private void cancel(JsonRpcPeer peer, String session, Call prompt) throws InterruptedException {
    peer.tell("session/cancel", AcpCodec.cancel(session));
    prompt.awaitAny(spec.program().graceMs());
  }

  private static AgentOutcome stopped(String stopReason, AcpEvents events) {
    return switch (stopReason) {
      case "end_turn" -> new AgentOutcome.Done(events.result());
      case "max_turn_requests" ->
          new AgentOutcome.Failed(
              TerminationReason.MAX_TURNS, "the agent took its most requests of one turn");
      case "max_tokens" ->
          new AgentOutcome.Failed(
              TerminationReason.MAX_TURNS, "the agent reached its most tokens of one turn");
      case "refusal" -> failed("the agent refused to go on");
      case "cancelled" -> new AgentOutcome.Stopped();
      default -> failed("the agent stopped for an unknown reason: " + stopReason);
    };
  }

  private AgentOutcome outcome(CallFailed call, Cancellation cancellation) {
    if (cancellation.isRequested()) {
      return new AgentOutcome.Stopped();
    }
    return switch (call.why()) {
      case CANCELLED -> new AgentOutcome.Stopped();
      case REFUSED, GONE, AWAY -> failed(call.words());
      case LATE ->
          failed(call.words() + ": request_ms_max is " + spec.rpc().requestMsMax() + " ms");
    };
  }

  private WorkClock requestClock() {
    return new WorkClock(spec.rpc().requestMsMax());
  }

  /** The protocol wants an absolute path. */
  private String cwd() {
    String configured = spec.program().cwd();
    return Path.of(configured == null ? "" : configured).toAbsolutePath().toString();
  }

  private static AgentOutcome failed(String error) {
    return new AgentOutcome.Failed(TerminationReason.AGENT_ERROR, error);
  }
}
