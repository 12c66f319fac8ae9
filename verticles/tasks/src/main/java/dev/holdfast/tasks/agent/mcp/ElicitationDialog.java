package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.Question;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.jsonrpc.Refusal;
import dev.holdfast.tasks.agent.jsonrpc.WorkClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the task's owner for what a server wants to know: a question for each field that must be
 * filled in. A form with nothing that must be filled in is accepted or declined as a whole; one
 * that asks for what a question cannot is declined, unless it is answered as a whole. Any of the
 * questions may be answered with all that is wanted.
 *
 * <p>Where the owner chooses {@value Question#DECLINE}, or leaves a text empty, the form is
 * declined. What does not fit its field is asked for again, a few times.
 */
final class ElicitationDialog {
  private static final String ACCEPT = "_accept";
  private static final int TRIES_MAX = 3;
  private static final int FIELDS_MAX = 16;

  private final AgentSink sink;
  private final WorkClock clock;

  ElicitationDialog(AgentSink sink, WorkClock clock) {
    this.sink = sink;
    this.clock = clock;
  }

  /** What one question came to. */
  private sealed interface Outcome {
    record Given(Object value) implements Outcome {}

    record Declined() implements Outcome {}

    /** All that is wanted, or a part of it. */
    record Told(Map<String, String> answers) implements Outcome {}

    record Stopped() implements Outcome {}
  }

  /**
   * What a form came to.
   *
   * @param left all that is wanted, the form first
   */
  ClientDialog.Reply run(Elicitation form, Map<String, Wanted> left)
      throws Refusal, InterruptedException {
    if (!form.canBeAsked() || form.toAsk().size() > FIELDS_MAX || form.toAsk().isEmpty()) {
      return whole(form, left);
    }
    Map<String, Object> content = new LinkedHashMap<>();
    for (Elicitation.Field field : form.toAsk()) {
      switch (fill(form, field, left)) {
        case Outcome.Given given -> content.put(field.name(), given.value());
        case Outcome.Declined declined -> {
          return new ClientDialog.Reply.One(ElicitationCodec.declined());
        }
        case Outcome.Told told -> {
          return new ClientDialog.Reply.Several(told.answers());
        }
        case Outcome.Stopped stopped -> {
          return new ClientDialog.Reply.Stopped();
        }
      }
    }
    return new ClientDialog.Reply.One(ElicitationCodec.accepted(content));
  }

  /** There is nothing that must be filled in, or what one question cannot ask for. */
  private ClientDialog.Reply whole(Elicitation form, Map<String, Wanted> left)
      throws Refusal, InterruptedException {
    List<Question.Option> options = new ArrayList<>();
    if (form.toAsk().isEmpty()) {
      options.add(new Question.Option(ACCEPT, "Accept"));
    }
    options.add(new Question.Option(Question.DECLINE, "Decline"));
    String detail = ElicitationCodec.detail("", form.schema());
    Optional<Answer> answer =
        ask(new Question(form.message(), options, WantedCodec.detail(detail, left)));
    if (answer.isEmpty()) {
      return new ClientDialog.Reply.Stopped();
    }
    Optional<Map<String, String>> responses = WantedCodec.responses(answer.get());
    if (responses.isPresent()) {
      return new ClientDialog.Reply.Several(responses.get());
    }
    return new ClientDialog.Reply.One(
        form.toAsk().isEmpty() && ACCEPT.equals(answer.get().option())
            ? ElicitationCodec.accepted(Map.of())
            : ElicitationCodec.declined());
  }

  private Outcome fill(Elicitation form, Elicitation.Field field, Map<String, Wanted> left)
      throws Refusal, InterruptedException {
    List<Question.Option> options = new ArrayList<>(field.choices());
    if (!options.isEmpty()) {
      options.add(new Question.Option(Question.DECLINE, "Decline"));
    }
    Question question =
        new Question(
            form.message() + "\n" + field.title(),
            options,
            WantedCodec.detail(ElicitationCodec.detail(field.name(), field.schema()), left));
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      Optional<Answer> answer = ask(question);
      if (answer.isEmpty()) {
        return new Outcome.Stopped();
      }
      Optional<Map<String, String>> responses = WantedCodec.responses(answer.get());
      if (responses.isPresent()) {
        return new Outcome.Told(responses.get());
      }
      String chosen = options.isEmpty() ? answer.get().text() : answer.get().option();
      if (chosen == null || chosen.isBlank() || chosen.equals(Question.DECLINE)) {
        return new Outcome.Declined();
      }
      Optional<Object> value = ElicitationCodec.value(field, chosen);
      if (value.isPresent()) {
        return new Outcome.Given(value.get());
      }
    }
    return new Outcome.Declined();
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
