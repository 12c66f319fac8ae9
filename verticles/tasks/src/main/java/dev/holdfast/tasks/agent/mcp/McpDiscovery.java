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
import dev.holdfast.tasks.agent.OfferedTool;
import dev.holdfast.tasks.agent.jsonrpc.CallFailed;
import dev.holdfast.tasks.agent.jsonrpc.WorkClock;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Asks a configured server which tools it offers, over a connection of its own, calling none. */
public final class McpDiscovery {
  private final AgentSpec.Mcp spec;
  private final String podMark;

  /**
   * @param podMark marks the program, so that one that a killed pod left is ended
   */
  public McpDiscovery(AgentSpec.Mcp spec, String podMark) {
    this.spec = spec;
    this.podMark = podMark;
  }

  /**
   * The tools that tasks may call; blocks for at most the agent's request times.
   *
   * @throws IOException where the server cannot be reached, does not answer, or is not understood
   */
  public List<OfferedTool> tools() throws IOException, InterruptedException {
    McpOpening opening = new McpOpening(spec, new Cancellation());
    AgentJob job = new AgentJob("", "", 0, "", null, null, "", RandomId.mint("att"), podMark, null);
    McpConnection connection =
        opening.connect(job, new DeafSink(), new WorkClock(spec.limits().runMsMax()));
    try {
      Optional<String> refusal = opening.greet(connection);
      if (refusal.isPresent()) {
        throw new IOException(refusal.get());
      }
      return opening.tools(connection).stream()
          .map(tool -> new OfferedTool(tool.name(), tool.description(), tool.inputSchema()))
          .toList();
    } catch (CallFailed e) {
      throw new IOException(e.words(), e);
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
