package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.InputRecord;
import dev.holdfast.shared.message.Inputs;

/** The questions of agents as every protocol shows them. */
public final class InputJson {
  private InputJson() {}

  /** Writes {@code inputs}. */
  public static void write(JsonOut out, Inputs inputs) {
    out.objects("inputs", inputs.inputs(), InputJson::write);
  }

  private static void write(JsonOut out, InputRecord input) {
    out.text("input_id", input.inputId())
        .text("prompt", input.prompt())
        .json("options", input.options())
        .json("detail", input.detail())
        .text("asked_at", input.askedAt());
    Answer answer = input.answer();
    if (answer == null) {
      out.json("answer", null);
    } else {
      out.object(
          "answer", inner -> inner.text("option", answer.option()).text("text", answer.text()));
    }
    out.text("answered_at", input.answeredAt()).flag("open", input.open());
  }
}
