package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Question;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.McpDoor;
import dev.holdfast.tasks.agent.Offered;
import dev.holdfast.tasks.agent.OfferedTool;
import dev.holdfast.tasks.agent.jsonrpc.CallFailed;
import dev.holdfast.tasks.agent.jsonrpc.Refusal;
import dev.holdfast.tasks.agent.jsonrpc.WorkClock;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a configured server beside all tasks, over a connection of its own, calling no tool. */
public final class McpDiscovery implements McpDoor {
  private final AgentSpec.Mcp spec;
  private final String podMark;

  /**
   * @param podMark marks the program, so that one that a killed pod left is ended
   */
  public McpDiscovery(AgentSpec.Mcp spec, String podMark) {
    this.spec = spec;
    this.podMark = podMark;
  }

  @Override
  public Offered offered() throws IOException, InterruptedException {
    try {
      return within(
          (opening, connection) ->
              new Offered(
                  opening.tools(connection).stream()
                      .map(tool ->
                          new OfferedTool(
                              tool.name(), tool.description(), tool.inputSchema(), tool.traits()))
                      .toList(),
                  spec.relay().resources()
                      ? opening.items(connection, ItemKind.RESOURCE)
                      : List.of(),
                  spec.relay().resources()
                      ? opening.items(connection, ItemKind.TEMPLATE)
                      : List.of(),
                  spec.relay().prompts() ? opening.items(connection, ItemKind.PROMPT) : List.of()),
          new Cancellation());
    } catch (CallFailed e) {
      throw new IOException(e.words(), e);
    }
  }

  @Override
  public Map<String, String> ask(String method, String params, Cancellation cancellation)
      throws IOException, Refused, InterruptedException {
    try {
      return ItemsCodec.members(
          offered(
              within(
                  (opening, connection) ->
                      connection
                          .peer()
                          .ask(method, params)
                          .await(new WorkClock(spec.rpc().requestMsMax()), cancellation),
                  cancellation)));
    } catch (CallFailed e) {
      if (e.why() == CallFailed.Why.REFUSED) {
        throw new Refused(e.words());
      }
      throw new IOException(e.words(), e);
    }
  }

  /** A result as it is; refuses one that wants of a client what was not offered to the server. */
  private String offered(String result) throws Refused {
    try {
      if (WantedCodec.isWanting(result)) {
        WantedCodec.wanted(result, spec.relay().sampling());
      }
      return result;
    } catch (Refusal refusal) {
      throw new Refused("the server wants to know more: " + refusal.getMessage());
    }
  }

  /** One conversation. */
  private interface Talk<T> {
    T hold(McpOpening opening, McpConnection connection) throws CallFailed, InterruptedException;
  }

  private <T> T within(Talk<T> talk, Cancellation cancellation)
      throws IOException, CallFailed, InterruptedException {
    McpOpening opening = new McpOpening(spec, cancellation);
    AgentJob job = new AgentJob("", "", 0, "", null, null, "", RandomId.mint("att"), podMark, null);
    McpConnection connection =
        opening.connect(job, new DeafSink(), new WorkClock(spec.limits().runMsMax()));
    try {
      Optional<String> refusal = opening.greet(connection);
      if (refusal.isPresent()) {
        throw new IOException(refusal.get());
      }
      return talk.hold(opening, connection);
    } finally {
      connection.end();
    }
  }

  /** Nobody listens to what a server says while it is only asked for its tools. */
  private static final class DeafSink implements AgentSink {
    @Override
    public void progress(Progress progress) {}

    @Override
    public void usage(Usage usage) {}

    @Override
    public void context(ContextUse use) {}

    @Override
    public void output(String stream, String text) {}

    @Override
    public Optional<Answer> ask(Question question) {
      return Optional.empty();
    }
  }
}
