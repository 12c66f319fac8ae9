package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.McpServer;
import dev.holdfast.tasks.agent.OfferedItem;
import dev.holdfast.tasks.agent.Program;
import dev.holdfast.tasks.agent.jsonrpc.CallFailed;
import dev.holdfast.tasks.agent.jsonrpc.JsonRpcPeer;
import dev.holdfast.tasks.agent.jsonrpc.StdioPeer;
import dev.holdfast.tasks.agent.jsonrpc.WorkClock;
import dev.holdfast.tasks.agent.process.BoundedOutput;
import dev.holdfast.tasks.agent.process.OutputBudget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How every conversation with a configured server begins: it is reached, greeted and asked. */
final class McpOpening {
  private static final Logger LOG = LoggerFactory.getLogger(McpOpening.class);
  private static final int PAGES_MAX = 100;

  /** So that no page of a list is larger than 200 of them. */
  private static final int ITEM_CHARS_MAX = 16_384;

  private final AgentSpec.Mcp spec;
  private final Cancellation cancellation;

  McpOpening(AgentSpec.Mcp spec, Cancellation cancellation) {
    this.spec = spec;
    this.cancellation = cancellation;
  }

  /** Reaches the server; what it tells and asks goes to the sink. */
  McpConnection connect(AgentJob job, AgentSink sink, WorkClock clock) throws IOException {
    OutputBudget budget = new OutputBudget(spec.limits().outputBytesMax());
    McpEvents events =
        new McpEvents(sink, new BoundedOutput(sink, budget), clock, spec.relay().sampling());
    return switch (spec.server()) {
      case McpServer.AtUrl server -> new HttpConnection(spec, server, events, cancellation);
      case McpServer.OfProgram(Program program) ->
          new McpConnection.OfProgram(
              new StdioPeer(program, job, sink, budget, spec.rpc().messageBytesMax(), events),
              program.graceMs());
    };
  }

  /**
   * Agrees on a revision of the protocol.
   *
   * @return why that was not possible; empty where it was
   */
  Optional<String> greet(McpConnection connection) throws CallFailed, InterruptedException {
    JsonRpcPeer peer = connection.peer();
    String version =
        McpCodec.version(
            peer.ask("initialize", McpCodec.initialize(spec.relay().sampling()))
                .await(requestClock(), cancellation));
    if (!McpCodec.KNOWN.contains(version)) {
      return Optional.of(
          "the server speaks revision "
              + version
              + " of the protocol; known: "
              + String.join(", ", McpCodec.KNOWN));
    }
    // The revision is named from here on, also with this.
    connection.begun(version);
    peer.tell("notifications/initialized", "{}");
    return Optional.empty();
  }

  /** All tools that may be called. */
  List<McpTool> tools(McpConnection connection) throws CallFailed, InterruptedException {
    List<McpTool> tools = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    for (int page = 0; page < PAGES_MAX; page++) {
      McpToolPage found =
          McpCodec.tools(
              connection
                  .peer()
                  .ask("tools/list", McpCodec.listTools(cursor))
                  .await(requestClock(), cancellation));
      found.tools().stream().filter(tool -> spec.mayCall(tool.name())).forEach(tools::add);
      cursor = found.next();
      if (cursor.isEmpty()) {
        break;
      }
    }
    return tools;
  }

  /**
   * What the server offers of one kind beside tools, up to what the operator lets it offer and
   * without what is too long for a list; none where it offers none of it.
   */
  List<OfferedItem> items(McpConnection connection, ItemKind kind)
      throws CallFailed, InterruptedException {
    List<OfferedItem> items = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    try {
      for (int page = 0; page < PAGES_MAX; page++) {
        String result =
            connection
                .peer()
                .ask(kind.method(), McpCodec.listTools(cursor))
                .await(requestClock(), cancellation);
        for (OfferedItem item : ItemsCodec.items(kind, result)) {
          if (items.size() == spec.relay().offersMax()) {
            LOG.warn("{} of a server: only the first {} are offered", kind.list(), items.size());
            return items;
          }
          if (item.json().length() <= ITEM_CHARS_MAX) {
            items.add(item);
          }
        }
        cursor = ItemsCodec.next(result);
        if (cursor.isEmpty()) {
          break;
        }
      }
    } catch (CallFailed e) {
      if (e.why() != CallFailed.Why.REFUSED) {
        throw e;
      }
    }
    return items;
  }

  private WorkClock requestClock() {
    return new WorkClock(spec.rpc().requestMsMax());
  }
}
