package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.Question;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.jsonrpc.Refusal;
import dev.holdfast.tasks.agent.jsonrpc.WorkClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the task's owner for what a server wants of its client. The question says all that is wanted
 * as it is, so that a client of the same protocol can answer for its person; a person who answers
 * in another way is asked for one thing after the other, forms field by field.
 *
 * <p>An answer may have a part of what is wanted; the rest is asked for again.
 */
final class ClientDialog {
  private static final int SPARE_TRIES = 3;

  private final AgentSink sink;
  private final WorkClock clock;
  private final ElicitationDialog forms;

  ClientDialog(AgentSink sink, WorkClock clock) {
    this.sink = sink;
    this.clock = clock;
    this.forms = new ElicitationDialog(sink, clock);
  }

  /** What one question came to. */
  sealed interface Reply {
    /** The answer to what was asked for first, as JSON. */
    record One(String json) implements Reply {}

    /** Answers by name, as JSON. */
    record Several(Map<String, String> answers) implements Reply {}

    /** The attempt is to stop. */
    record Stopped() implements Reply {}
  }

  /**
   * The answers by name; empty where the attempt is to stop.
   *
   * @throws Refusal where it cannot be asked for, was refused, or was not answered
   */
  Optional<Map<String, String>> ask(Map<String, Wanted> wanted)
      throws Refusal, InterruptedException {
    Map<String, String> answers = new LinkedHashMap<>();
    for (int tries = 0; tries < wanted.size() + SPARE_TRIES; tries++) {
      Map<String, Wanted> left = new LinkedHashMap<>(wanted);
      left.keySet().removeAll(answers.keySet());
      if (left.isEmpty()) {
        return Optional.of(answers);
      }
      Map.Entry<String, Wanted> first = left.entrySet().iterator().next();
      switch (one(first.getValue(), left)) {
        case Reply.One one -> answers.put(first.getKey(), one.json());
        case Reply.Several several -> take(several.answers(), left, answers);
        case Reply.Stopped stopped -> {
          return Optional.empty();
        }
      }
    }
    throw Refusal.invalid("nobody answered");
  }

  /** The answer to one request; a stopped attempt cancels it. */
  String ask(String name, Wanted wanted) throws Refusal, InterruptedException {
    return ask(Map.of(name, wanted))
        .map(answers -> answers.values().iterator().next())
        .orElseGet(ElicitationCodec::cancelled);
  }

  /** Takes what is of use; what a client does not want to do is not asked for again. */
  private static void take(
      Map<String, String> told, Map<String, Wanted> left, Map<String, String> answers)
      throws Refusal {
    for (Map.Entry<String, Wanted> one : left.entrySet()) {
      String answer = told.get(one.getKey());
      if (answer == null) {
        continue;
      }
      if (WantedCodec.isGiven(one.getValue(), answer)) {
        answers.put(one.getKey(), answer);
      } else if (WantedCodec.isRefused(answer)) {
        throw Refusal.declined("the client refused " + one.getValue().method());
      }
    }
  }

  private Reply one(Wanted first, Map<String, Wanted> left) throws Refusal, InterruptedException {
    if (first.method().equals("elicitation/create")) {
      return forms.run(ElicitationCodec.parse(first.params()), left);
    }
    Optional<Answer> answer =
        ask(new Question(WantedCodec.prompt(first), List.of(), WantedCodec.detail("{}", left)));
    if (answer.isEmpty()) {
      return new Reply.Stopped();
    }
    String words = answer.get().text();
    Optional<Map<String, String>> responses = WantedCodec.responses(answer.get());
    if (responses.isPresent()) {
      return new Reply.Several(responses.get());
    }
    return first.method().equals("sampling/createMessage") && words != null
        ? new Reply.One(WantedCodec.sampled(words))
        : new Reply.Several(Map.of());
  }

  private Optional<Answer> ask(Question question) throws InterruptedException {
    clock.pause();
    try {
      return sink.ask(question);
    } finally {
      clock.resume();
    }
  }
}
