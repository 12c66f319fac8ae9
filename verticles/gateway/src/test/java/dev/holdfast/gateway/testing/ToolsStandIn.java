package dev.holdfast.gateway.testing;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.AskServer;
import dev.holdfast.shared.message.ListTools;
import dev.holdfast.shared.message.OfferedPage;
import dev.holdfast.shared.message.PrepareCall;
import dev.holdfast.shared.message.PreparedCall;
import dev.holdfast.shared.message.ServerAnswer;
import dev.holdfast.shared.message.Tool;
import dev.holdfast.shared.message.ToolPage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two tools, of which the first takes any arguments without {@code bad}. */
public final class ToolsStandIn {
  /** As long as another server may want it. */
  private static final String LONG_STATE = "\u20ac".repeat(65_536);

  private static final List<Tool> TOOLS =
      List.of(
          new Tool("count", "Counts", "demo", "{\"type\":\"object\"}"),
          new Tool(
              "web.search",
              "",
              "web",
              "{\"type\":\"object\",\"required\":[\"q\"],\"properties\":"
                  + "{\"q\":{\"type\":\"string\",\"x-mcp-header\":\"Query\"}}}"));

  ToolsStandIn() {}

  void serve(Desk desk) {
    desk.answer(Addresses.LIST_TOOLS, ToolsStandIn::list);
    desk.answer(Addresses.PREPARE_CALL, ToolsStandIn::prepare);
    desk.answer(
        Addresses.LIST_OFFERED,
        question ->
            switch (question.kind()) {
              case RESOURCE -> resources(question.from());
              case TEMPLATE -> new OfferedPage(List.of(), null);
              case PROMPT -> new OfferedPage(List.of("{\"name\":\"wiki.review\"}"), null);
            });
    desk.answer(Addresses.ASK_SERVER, ToolsStandIn::ask);
  }

  /** Two pages of one. */
  private static OfferedPage resources(int from) {
    String name = from == 0 ? "home" : "end";
    return new OfferedPage(
        List.of("{\"uri\":\"wiki://" + name + "\",\"name\":\"" + name + "\"}"),
        from == 0 ? 1 : null);
  }

  private static ToolPage list(ListTools wanted) {
    String after = wanted.after();
    List<Tool> rest =
        TOOLS.stream().filter(tool -> after == null || tool.name().compareTo(after) > 0).toList();
    return rest.size() <= wanted.limit()
        ? new ToolPage(rest, null, List.of("slow"))
        : new ToolPage(
            rest.subList(0, wanted.limit()), rest.get(wanted.limit() - 1).name(), List.of());
  }

  private static PreparedCall prepare(PrepareCall wanted) {
    if (TOOLS.stream().noneMatch(tool -> tool.name().equals(wanted.tool()))) {
      throw new Fault(ErrorCode.UNKNOWN_TOOL, "no tool " + wanted.tool() + "; known: count");
    }
    if (wanted.arguments().contains("bad")) {
      throw new Fault(ErrorCode.INVALID_ARGUMENTS, "arguments/bad: not allowed");
    }
    return new PreparedCall("demo", wanted.arguments());
  }

  /** One resource; and prompts that want to know something first. */
  private static Optional<ServerAnswer> ask(AskServer question) {
    return switch (question.key()) {
      case "wiki://home" ->
          Optional.of(new ServerAnswer(Map.of("contents", "[{\"uri\":\"wiki://home\"}]")));
      case "wiki.review" -> Optional.of(wanting(question, "round-1"));
      case "wiki.long" -> Optional.of(wanting(question, LONG_STATE));
      default -> Optional.empty();
    };
  }

  private static ServerAnswer wanting(AskServer question, String state) {
    return new ServerAnswer(
        question.params().contains("\"requestState\":\"" + state + "\"")
            ? Map.of("messages", "[]")
            : Map.of(
                "resultType",
                "\"input_required\"",
                "requestState",
                "\"" + state + "\"",
                "inputRequests",
                "{\"who\":{\"method\":\"elicitation/create\",\"params\":{}}}"));
  }
}
