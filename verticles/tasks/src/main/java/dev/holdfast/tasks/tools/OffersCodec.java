package dev.holdfast.tasks.tools;

import io.vertx.core.json.JsonObject;

/** What servers offer as JSON. */
final class OffersCodec {
  private OffersCodec() {}

  /** The same object under another name. */
  static String named(String json, String name) {
    return new JsonObject(json).put("name", name).encode();
  }
}
