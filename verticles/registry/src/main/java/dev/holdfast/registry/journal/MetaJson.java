package dev.holdfast.registry.journal;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks into an entry's metadata. */
final class MetaJson {
  private MetaJson() {}

  /** Those of the keys that the object does not have, or has without a value. */
  static List<String> missing(String meta, List<String> keys) {
    if (keys.isEmpty()) {
      return keys;
    }
    JsonObject object = new JsonObject(meta);
    return keys.stream().filter(key -> isBlank(object.getValue(key))).toList();
  }

  private static boolean isBlank(@Nullable Object value) {
    return value == null || (value instanceof String text && text.isBlank());
  }
}
