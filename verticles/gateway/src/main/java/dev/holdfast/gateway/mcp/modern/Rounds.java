package dev.holdfast.gateway.mcp.modern;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.mcp.offers.Offer;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.gateway.mcp.tools.ClientRequest;
import dev.holdfast.gateway.mcp.tools.Questions;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.TaskRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that takes several rounds (SEP-2322): its answer may be that more is wanted, and it
 * comes again with that. Between the rounds a call of the operator's tool is a durable task that
 * waits; the state that the client carries only names it.
 *
 * @param request the method and what it is about; a state holds for nothing else
 * @param state what the client carried here; null in the first round
 * @param responses what it answers with, by name, each one JSON object as text
 */
record Rounds(
    Principal principal,
    List<String> request,
    @Nullable String state,
    Map<String, String> responses) {
  private static final String STATE = "requestState";
  private static final String RESPONSES = "inputResponses";
  private static final int RESPONSES_MAX = 64;
  private static final String SEPARATOR = "\n";

  Rounds {
    request = List.copyOf(request);
    responses = Map.copyOf(responses);
  }

  /** Where a task had come to. */
  record Waiting(String taskId, long before) {
    String text() {
      return taskId + SEPARATOR + before;
    }

    static Waiting of(String text) {
      String[] parts = text.split(SEPARATOR, 2);
      return new Waiting(parts[0], Long.parseLong(parts[1]));
    }
  }

  /**
   * Reads what a request says of its round; refuses answers that are no objects.
   *
   * @param about what it is about beside its method
   */
  static Rounds of(Principal principal, String method, List<String> about, Fields params) {
    List<String> request = new ArrayList<>(List.of(method));
    request.addAll(about);
    return new Rounds(
        principal, request, params.textOrNull(STATE, 0, RequestState.TEXT_MAX), responses(params));
  }

  /** The task that goes on; empty in the first round. */
  Optional<Waiting> waiting(RequestState states) {
    return Optional.ofNullable(state)
        .map(carried -> Waiting.of(states.open(principal, request, carried)));
  }

  /** What a server wanted to be told again; empty in the first round. */
  Optional<String> carried(RequestState states) {
    return Optional.ofNullable(state).map(carried -> states.open(principal, request, carried));
  }

  /** What the client carries to the next round. */
  String next(RequestState states, TaskRecord task, long before) {
    return states.seal(principal, request, new Waiting(task.taskId(), before).text());
  }

  /** What a client can answer of the requests, from what it sent. */
  Map<String, String> answers(Map<String, ClientRequest> requests) {
    Map<String, String> answers = new LinkedHashMap<>(responses);
    answers.keySet().retainAll(requests.keySet());
    return answers;
  }

  private static Map<String, String> responses(Fields params) {
    Fields all;
    try {
      all = params.objectOrNull(RESPONSES);
    } catch (Fault fault) {
      throw RpcRefusal.answered(RpcCode.INVALID_PARAMS, fault.detail());
    }
    if (all == null) {
      return Map.of();
    }
    List<String> names = EntryFields.names(all);
    if (names.size() > RESPONSES_MAX) {
      throw RpcRefusal.answered(
          RpcCode.INVALID_PARAMS, RESPONSES + " must have at most " + RESPONSES_MAX + " members");
    }
    Map<String, String> responses = new LinkedHashMap<>();
    for (String name : names) {
      try {
        responses.put(name, Objects.requireNonNullElse(EntryFields.objectText(all, name), "{}"));
      } catch (Fault fault) {
        throw RpcRefusal.answered(RpcCode.INVALID_PARAMS, fault.detail());
      }
    }
    return responses;
  }

  /** What a server wants before the request can go on. */
  String wanted(String id, Offer.Wanting wanting, RequestState states) {
    return ModernResult.text(
        id,
        "input_required",
        out ->
            out.json("inputRequests", wanting.requests())
                .text(STATE, states.seal(principal, request, wanting.state())));
  }

  /** What is wanted before the request can go on. */
  static String wanted(String id, Map<String, ClientRequest> requests, String state) {
    return ModernResult.text(
        id,
        "input_required",
        out ->
            out.object("inputRequests", all -> Questions.write(all, requests)).text(STATE, state));
  }
}
