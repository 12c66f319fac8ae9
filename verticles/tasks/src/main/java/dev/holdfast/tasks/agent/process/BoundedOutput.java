package dev.holdfast.tasks.agent.process;

import dev.holdfast.tasks.agent.AgentSink;
import java.nio.charset.StandardCharsets;

/**
 * What an agent says, as events of bounded size while its budget lasts; what comes after is counted
 * and dropped, and that is said once.
 */
public final class BoundedOutput {
  private final AgentSink sink;
  private final OutputBudget budget;
  private boolean told;

  public BoundedOutput(AgentSink sink, OutputBudget budget) {
    this.sink = sink;
    this.budget = budget;
  }

  /** Puts out a text; a long one in several events. */
  public synchronized void say(String stream, String text) throws InterruptedException {
    int start = 0;
    while (start < text.length()) {
      int end = Math.min(text.length(), start + OutputPump.CHUNK_CHARS_MAX);
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      sayPart(stream, text.substring(start, end));
      start = end;
    }
  }

  /**
   * Puts out a text that must not be parted: whole, or where it is too long as something shorter.
   */
  public void sayWhole(String stream, String text, String instead) throws InterruptedException {
    say(stream, text.length() <= OutputPump.CHUNK_CHARS_MAX ? text : instead);
  }

  private void sayPart(String stream, String part) throws InterruptedException {
    if (budget.take(part.getBytes(StandardCharsets.UTF_8).length)) {
      sink.output(stream, part);
    } else if (!told) {
      told = true;
      sink.output(stream, "[output past " + budget.max() + " bytes is not kept]\n");
    }
  }
}
