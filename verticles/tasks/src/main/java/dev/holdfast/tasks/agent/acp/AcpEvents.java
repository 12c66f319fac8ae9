package dev.holdfast.tasks.agent.acp;

import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.jsonrpc.PeerEvents;
import dev.holdfast.tasks.agent.jsonrpc.Refusal;
import dev.holdfast.tasks.agent.jsonrpc.WorkClock;
import dev.holdfast.tasks.agent.process.BoundedOutput;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns what an agent reports and asks into events and questions. */
final class AcpEvents implements PeerEvents {
  private static final int TEXT_CHARS_MAX = 262_144;

  private final AgentSpec.Permissions permissions;
  private final AgentSink sink;
  private final BoundedOutput output;
  private final WorkClock clock;
  private final StringBuilder text = new StringBuilder();
  private Usage ofTurns = Usage.NONE;
  private int turns = 1;
  private final Set<String> toolCalls = new HashSet<>();
  private boolean truncated;
  private volatile boolean unanswered;
  private long costMicros;
  private Progress progress = Progress.NONE;

  AcpEvents(
      AgentSpec.Permissions permissions, AgentSink sink, BoundedOutput output, WorkClock clock) {
    this.permissions = permissions;
    this.sink = sink;
    this.output = output;
    this.clock = clock;
  }

  @Override
  public void told(String method, String params) throws InterruptedException {
    if (!method.equals("session/update")) {
      return;
    }
    switch (AcpUpdateCodec.parse(params)) {
      case AcpUpdate.Text said -> say(said.text());
      case AcpUpdate.Thought thought -> output.say("thought", thought.text());
      case AcpUpdate.Tool tool -> tool(tool);
      case AcpUpdate.Plan plan -> plan(plan);
      case AcpUpdate.Context context -> context(context);
      case AcpUpdate.Other other -> {}
    }
  }

  @Override
  public String asked(String method, String params) throws Refusal, InterruptedException {
    if (!method.equals("session/request_permission")) {
      throw Refusal.unknown(method);
    }
    AcpPermission permission = AcpCodec.permission(params);
    Optional<String> chosen =
        switch (permissions) {
          case ASK -> ask(permission);
          case ALLOW -> permission.first("allow");
          case REJECT -> permission.first("reject");
        };
    return chosen.map(AcpCodec::selected).orElseGet(AcpCodec::cancelled);
  }

  /** Whether a question was broken off, so that what the agent made of that counts no more. */
  boolean isUnanswered() {
    return unanswered;
  }

  /** The gathered answer as the task's result. */
  synchronized String result() {
    return AcpCodec.done(text.toString(), truncated);
  }

  /** What the turn has used, with the tokens that its end tells of. */
  synchronized void ended(Usage tokens) throws InterruptedException {
    if (!tokens.equals(Usage.NONE)) {
      ofTurns = ofTurns.plus(tokens);
      sink.usage(used());
    }
  }

  /** What the owner sent meanwhile; with any, another turn begins. */
  List<String> messages() throws InterruptedException {
    List<String> messages = sink.messages();
    synchronized (this) {
      turns += messages.isEmpty() ? 0 : 1;
    }
    return messages;
  }

  private Optional<String> ask(AcpPermission permission) throws InterruptedException {
    clock.pause();
    try {
      Optional<String> option = sink.ask(permission.question()).map(answer -> answer.option());
      if (option.isEmpty()) {
        unanswered = true;
      }
      return option;
    } finally {
      clock.resume();
    }
  }

  private void say(String part) throws InterruptedException {
    synchronized (this) {
      if (text.length() + part.length() <= TEXT_CHARS_MAX) {
        text.append(part);
      } else {
        truncated = true;
      }
    }
    output.say("text", part);
  }

  private void tool(AcpUpdate.Tool tool) throws InterruptedException {
    output.say("tool", tool.json());
    synchronized (this) {
      if (toolCalls.add(tool.callId())) {
        sink.usage(used());
      }
    }
  }

  private void plan(AcpUpdate.Plan plan) throws InterruptedException {
    output.sayWhole("plan", plan.json(), "[]");
    progress = new Progress(plan.done(), plan.total(), progress.tokensUsed(), 0);
    sink.progress(progress);
  }

  private void context(AcpUpdate.Context context) throws InterruptedException {
    if (context.size() > 0) {
      sink.context(new ContextUse(context.used(), context.size()));
    }
    progress =
        new Progress(
            progress.currentIteration(),
            progress.totalIterations(),
            Math.max(progress.tokensUsed(), context.used()),
            0);
    sink.progress(progress);
    synchronized (this) {
      if (context.costMicros() > costMicros) {
        costMicros = context.costMicros();
        sink.usage(used());
      }
    }
  }

  private Usage used() {
    return new Usage(0, 0, 0, 0, turns, toolCalls.size(), costMicros).plus(ofTurns);
  }
}
