package dev.holdfast.shared.message;

/** What a worker says about one of its jobs. */
public sealed interface WorkerNews {
  /** The job it is about. */
  String jobId();

  /** The counters as they are now. */
  record Advanced(String jobId, Progress progress) implements WorkerNews {}

  /**
   * A text of the agent.
   *
   * @param stream as of an output event
   */
  record Said(String jobId, String stream, String text) implements WorkerNews {}

  /** What the attempt has used so far. */
  record Used(String jobId, Usage usage) implements WorkerNews {}

  /**
   * A question to the task's owner; one at a time.
   *
   * @param askId chosen by the worker, repeated with the answer
   */
  record Asked(String jobId, String askId, Question question) implements WorkerNews {}

  /** News after which the worker is done with the job. */
  sealed interface Last extends WorkerNews {}

  /**
   * The work is done.
   *
   * @param result one JSON object as text
   */
  record Done(String jobId, String result) implements Last {}

  /**
   * The work could not be done.
   *
   * @param passing whether another attempt may succeed with nothing changed
   */
  record Failed(String jobId, String error, boolean passing) implements Last {}

  /** The worker has stopped as it was asked to. */
  record Stopped(String jobId) implements Last {}
}
