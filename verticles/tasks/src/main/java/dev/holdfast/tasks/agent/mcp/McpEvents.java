package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.jsonrpc.PeerEvents;
import dev.holdfast.tasks.agent.jsonrpc.Refusal;
import dev.holdfast.tasks.agent.jsonrpc.WorkClock;
import dev.holdfast.tasks.agent.process.BoundedOutput;

/** Turns what a server tells and asks while it works into events and questions. */
final class McpEvents implements PeerEvents {
  /** Tells the progress of our one call. */
  static final String TOKEN = "call";

  private final AgentSink sink;
  private final BoundedOutput output;
  private final ClientDialog dialog;
  private final boolean sampling;

  /**
   * @param sampling whether the server may ask for a model's answer
   */
  McpEvents(AgentSink sink, BoundedOutput output, WorkClock clock, boolean sampling) {
    this.sampling = sampling;
    this.sink = sink;
    this.output = output;
    this.dialog = new ClientDialog(sink, clock);
  }

  @Override
  public void told(String method, String params) throws InterruptedException {
    switch (method) {
      case "notifications/progress" -> progressed(McpCodec.progress(params));
      case "notifications/message" -> output.say("log", McpCodec.log(params));
      default -> {
        // Lists and resources that changed are of no interest to one call.
      }
    }
  }

  @Override
  public String asked(String method, String params) throws Refusal, InterruptedException {
    return switch (method) {
      case "ping" -> "{}";
      case "elicitation/create" -> dialog.ask("elicitation", new Wanted(method, params));
      case "sampling/createMessage" -> {
        if (!sampling) {
          throw Refusal.unknown(method);
        }
        yield dialog.ask("sampling", new Wanted(method, params));
      }
      default -> throw Refusal.unknown(method);
    };
  }

  private void progressed(McpProgress progress) throws InterruptedException {
    if (!progress.token().equals(TOKEN)) {
      return;
    }
    if (!progress.message().isEmpty()) {
      output.say("text", progress.message() + "\n");
    }
    sink.progress(progress.iterations());
  }
}
