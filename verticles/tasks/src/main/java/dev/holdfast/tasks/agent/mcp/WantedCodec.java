package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.Question;
import dev.holdfast.tasks.agent.jsonrpc.Refusal;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What servers want of their client, and what it answers, as JSON (SEP-2322). */
final class WantedCodec {
  private static final int NAME_MAX = 64;
  private static final int WANTED_MAX = 16;
  private static final int CHARS_MAX = 65_536;
  private static final String SAMPLING = "sampling/createMessage";
  private static final String RESPONSES = "responses";

  private WantedCodec() {}

  /** Whether a result says that more is wanted first. */
  static boolean isWanting(String result) {
    return "input_required".equals(new JsonObject(result).getValue("resultType"));
  }

  /**
   * What such a result wants, by name.
   *
   * @param sampling whether the server may ask for a model's answer
   * @throws Refusal where it cannot be read, or something in it was not offered to the server
   */
  static Map<String, Wanted> wanted(String result, boolean sampling) throws Refusal {
    Map<String, Wanted> wanted = new LinkedHashMap<>();
    JsonObject requests = member(new JsonObject(result), "inputRequests");
    for (String name : requests.fieldNames()) {
      if (name.length() > NAME_MAX || !(requests.getValue(name) instanceof JsonObject request)) {
        throw unreadable();
      }
      if (!(request.getValue("method") instanceof String method)) {
        throw unreadable();
      }
      JsonObject params = member(request, "params");
      requireOffered(method, params, sampling);
      wanted.put(name, new Wanted(method, params.encode()));
    }
    if (wanted.size() > WANTED_MAX) {
      throw Refusal.invalid("more than " + WANTED_MAX + " things are wanted at once");
    }
    return wanted;
  }

  private static JsonObject member(JsonObject json, String name) throws Refusal {
    return switch (json.getValue(name)) {
      case null -> new JsonObject();
      case JsonObject object -> object;
      default -> throw unreadable();
    };
  }

  private static Refusal unreadable() {
    return Refusal.invalid("inputRequests cannot be read");
  }

  private static void requireOffered(String method, JsonObject params, boolean sampling)
      throws Refusal {
    switch (method) {
      case "elicitation/create" -> {
        if (!"form".equals(params.getValue("mode", "form"))) {
          throw Refusal.invalid("only forms are offered, not " + params.getValue("mode"));
        }
      }
      case "roots/list" -> {
        // Only the client itself could say.
      }
      case SAMPLING -> {
        if (!sampling) {
          throw Refusal.unknown(method);
        }
      }
      default -> throw Refusal.unknown(method);
    }
  }

  /** What the server wants to be told again with the answers; empty for nothing. */
  static Optional<String> state(String result) {
    return new JsonObject(result).getValue("requestState") instanceof String state
        ? Optional.of(state)
        : Optional.empty();
  }

  /** The parameters of a request, with the answers to what was wanted. */
  static String again(String params, Map<String, String> answers, Optional<String> state) {
    JsonObject again = new JsonObject(params).put("inputResponses", object(answers));
    state.ifPresent(said -> again.put("requestState", said));
    return again.encode();
  }

  /** The detail of a question that a client can be asked as a whole. */
  static String detail(String detail, Map<String, Wanted> wanted) throws Refusal {
    JsonObject requests = new JsonObject();
    wanted.forEach((name, one) ->
        requests.put(
            name,
            new JsonObject()
                .put("method", one.method())
                .put("params", new JsonObject(one.params()))));
    String text = new JsonObject(detail).put(Question.RELAYED, requests).encode();
    if (text.length() > CHARS_MAX) {
      throw Refusal.invalid("what is wanted has more than " + CHARS_MAX + " characters");
    }
    return text;
  }

  /** The answers by name, where the text of an answer has them. */
  static Optional<Map<String, String>> responses(Answer answer) {
    String text = answer.text();
    if (text == null || !text.startsWith("{")) {
      return Optional.empty();
    }
    try {
      if (!(new JsonObject(text).getValue(RESPONSES) instanceof JsonObject all)) {
        return Optional.empty();
      }
      Map<String, String> responses = new LinkedHashMap<>();
      for (String name : all.fieldNames()) {
        if (all.getValue(name) instanceof JsonObject one) {
          responses.put(name, one.encode());
        }
      }
      return Optional.of(responses);
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }

  /** What a person reads of a request that is no form. */
  static String prompt(Wanted wanted) {
    if (!wanted.method().equals(SAMPLING)) {
      return "The server wants to know: " + wanted.method();
    }
    JsonObject params = new JsonObject(wanted.params());
    StringBuilder told = new StringBuilder("The server wants a model to answer");
    if (params.getValue("messages") instanceof JsonArray messages) {
      for (Object message : messages) {
        if (message instanceof JsonObject one
            && one.getValue("content") instanceof JsonObject content
            && content.getValue("text") instanceof String text) {
          told.append('\n').append(text);
        }
      }
    }
    return told.toString();
  }

  /** What a person wrote in the place of a model. */
  static String sampled(String words) {
    return new JsonObject()
        .put("role", "assistant")
        .put("content", new JsonObject().put("type", "text").put("text", words))
        .put("model", "person")
        .put("stopReason", "endTurn")
        .encode();
  }

  /** Whether an answer is of use to who wanted it. */
  static boolean isGiven(Wanted wanted, String answer) {
    JsonObject json = new JsonObject(answer);
    return switch (wanted.method()) {
      case SAMPLING -> json.containsKey("content");
      case "roots/list" -> json.containsKey("roots");
      default -> json.containsKey("action");
    };
  }

  /**
   * Whether an answer that is of no use says that there will be none: a client that declined,
   * cancelled or failed, whatever it was asked.
   */
  static boolean isRefused(String answer) {
    return new JsonObject(answer).getValue("action") instanceof String action
        && (action.equals("decline") || action.equals("cancel"));
  }

  private static JsonObject object(Map<String, String> answers) {
    JsonObject all = new JsonObject();
    answers.forEach((name, answer) -> all.put(name, new JsonObject(answer)));
    return all;
  }
}
