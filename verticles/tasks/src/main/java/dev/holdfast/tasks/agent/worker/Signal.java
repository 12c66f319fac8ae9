package dev.holdfast.tasks.agent.worker;

import dev.holdfast.shared.message.WorkerNews;
import dev.holdfast.shared.message.WorkerSays;

/** What the thread of an attempt is woken by. */
sealed interface Signal {
  /** Its worker said something. */
  record Said(WorkerSays says) implements Signal {
    WorkerNews news() {
      return says.news();
    }
  }

  /**
   * Its worker is lost.
   *
   * @param error one line for the task's owner
   */
  record Lost(String error) implements Signal {}

  /** Its worker's connection is about to be closed by this pod. */
  record Drained() implements Signal {}

  /** The attempt is to stop, or its question was answered. */
  record Look() implements Signal {}
}
