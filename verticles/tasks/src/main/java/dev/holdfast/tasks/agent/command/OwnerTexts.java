package dev.holdfast.tasks.agent.command;

import dev.holdfast.tasks.agent.AgentSink;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts that a task's owner sent, as one attempt reads them: in order, none twice. A further
 * run of the program within the attempt begins with the first one again, since the run before it
 * did nothing. Safe for several threads.
 */
final class OwnerTexts {
  private final AgentSink sink;
  private final List<String> all = new ArrayList<>();

  OwnerTexts(AgentSink sink) {
    this.sink = sink;
  }

  /** Those after the first so many, oldest first; looks for new ones. */
  synchronized List<String> after(int known) throws InterruptedException {
    all.addAll(sink.messages());
    return List.copyOf(all.subList(known, all.size()));
  }

  /**
   * Says of those after the first so many that no program got them.
   *
   * @return how many there were
   */
  int tellUndelivered(int known, String why) throws InterruptedException {
    List<String> left = after(known);
    for (String text : left) {
      sink.undelivered(text, why);
    }
    return left.size();
  }
}
