package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.session.ToolRequest;
import dev.holdfast.gateway.session.Tools;
import dev.holdfast.gateway.ws.FrameReader.Kind;
import dev.holdfast.shared.trace.TraceParent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the frames about tools; members as HTTP has them. */
final class ToolFrames {
  private static final String NAME = "name";

  private ToolFrames() {}

  static void addTo(Map<String, Kind> kinds) {
    kinds.put("list_tools", new Kind(List.of("after", "limit"), ToolFrames::list));
    kinds.put(
        "call_tool",
        new Kind(
            Stream.concat(
                    Stream.of(NAME, FrameReader.IDEMPOTENCY_KEY, TraceParent.NAME),
                    ToolRequest.FIELDS.stream())
                .toList(),
            each ->
                new ClientFrame.CallTool(
                    ToolRequest.read(each.text(NAME, 1, ToolRequest.NAME_MAX), each),
                    FrameReader.idempotencyKey(each),
                    FrameReader.trace(each))));
  }

  private static ClientFrame list(Fields fields) {
    Long limit = fields.numberOrNull("limit", 1, Tools.PAGE_MAX);
    return new ClientFrame.ListTools(
        fields.textOrNull("after", 1, ToolRequest.NAME_MAX),
        limit == null ? Tools.PAGE_DEFAULT : limit.intValue());
  }
}
