package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.tasks.agent.OfferedItem;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists of what servers offer beside tools, and their answers, as JSON. */
final class ItemsCodec {
  private ItemsCodec() {}

  static List<OfferedItem> items(ItemKind kind, String result) {
    List<OfferedItem> items = new ArrayList<>();
    if (new JsonObject(result).getValue(kind.list()) instanceof JsonArray array) {
      for (Object each : array) {
        if (each instanceof JsonObject item && item.getValue(kind.key()) instanceof String key) {
          items.add(new OfferedItem(key, item.encode()));
        }
      }
    }
    return items;
  }

  static Optional<String> next(String result) {
    return new JsonObject(result).getValue("nextCursor") instanceof String next && !next.isEmpty()
        ? Optional.of(next)
        : Optional.empty();
  }

  /** The members of a result, each as JSON text, without what is for machines on the way. */
  static Map<String, String> members(String result) {
    Map<String, String> members = new LinkedHashMap<>();
    for (Map.Entry<String, Object> member : new JsonObject(result)) {
      if (!member.getKey().equals("_meta")) {
        members.put(member.getKey(), Json.encode(member.getValue()));
      }
    }
    return members;
  }
}
