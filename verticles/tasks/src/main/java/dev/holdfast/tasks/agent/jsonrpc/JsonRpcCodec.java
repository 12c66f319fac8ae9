package dev.holdfast.tasks.agent.jsonrpc;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON-RPC 2.0 messages as text (jsonrpc.org/specification). */
final class JsonRpcCodec {
  private static final int ERROR_CHARS_MAX = 500;

  private JsonRpcCodec() {}

  static String request(long id, String method, String params) {
    return head().put("id", id).put("method", method).put("params", value(params)).encode();
  }

  static String notification(String method, String params) {
    return head().put("method", method).put("params", value(params)).encode();
  }

  static String result(String id, String result) {
    return head().put("id", value(id)).put("result", value(result)).encode();
  }

  static String failure(String id, int code, String message) {
    return head()
        .put("id", value(id))
        .put("error", new JsonObject().put("code", code).put("message", message))
        .encode();
  }

  /** One message, or the several of a batch. */
  static List<Message> parse(String text) throws MalformedMessage {
    Object json;
    try {
      json = Json.decodeValue(text);
    } catch (DecodeException e) {
      throw new MalformedMessage("it is not JSON");
    }
    List<Message> messages = new ArrayList<>();
    if (json instanceof JsonArray batch) {
      for (Object item : batch) {
        messages.add(message(item));
      }
    } else {
      messages.add(message(json));
    }
    return messages;
  }

  private static Message message(Object item) throws MalformedMessage {
    if (!(item instanceof JsonObject json)) {
      throw new MalformedMessage("it is not a JSON object");
    }
    if (!"2.0".equals(json.getValue("jsonrpc"))) {
      throw new MalformedMessage("it does not say jsonrpc 2.0");
    }
    Object id = json.getValue("id");
    if (id != null && !(id instanceof String) && !(id instanceof Number)) {
      throw new MalformedMessage("its id is neither a string nor a number");
    }
    Object method = json.getValue("method");
    if (method instanceof String name) {
      String params = object(json.getValue("params"), "params");
      return id == null
          ? new Message.Notification(name, params)
          : new Message.Request(Json.encode(id), name, params);
    }
    if (method != null) {
      throw new MalformedMessage("its method is not a string");
    }
    if (json.getValue("error") instanceof JsonObject error) {
      return new Message.Failure(
          id == null ? "" : Json.encode(id),
          error.getValue("code") instanceof Number code ? code.intValue() : 0,
          words(error));
    }
    if (id == null || !json.containsKey("result")) {
      throw new MalformedMessage("it has no method, no result and no error");
    }
    return new Message.Result(Json.encode(id), object(json.getValue("result"), "result"));
  }

  /** Both protocols know only objects here; nothing at all is as good as an empty one. */
  private static String object(@Nullable Object value, String name) throws MalformedMessage {
    return switch (value) {
      case null -> "{}";
      case JsonObject object -> object.encode();
      default -> throw new MalformedMessage("its " + name + " is no object");
    };
  }

  /** The message, and where it says nothing what some put beside it. */
  private static String words(JsonObject error) {
    String message = error.getValue("message") instanceof String text ? text : "no message";
    Object data = error.getValue("data");
    Object details = data instanceof JsonObject more ? more.getValue("details") : data;
    String whole = details instanceof String text ? message + ": " + text : message;
    return whole.length() <= ERROR_CHARS_MAX ? whole : whole.substring(0, ERROR_CHARS_MAX);
  }

  private static JsonObject head() {
    return new JsonObject().put("jsonrpc", "2.0");
  }

  private static Object value(String json) {
    return Json.decodeValue(json);
  }
}
