package dev.holdfast.tasks.store;

/** Which task of a session comes next, as a part of statements that name it {@code t}. */
final class NextTask {
  /** What may begin as soon as its turn comes; what is held or delayed lets others pass. */
  static final String MAY_BEGIN =
      "t.status = 'queued' AND NOT t.held AND (t.not_before IS NULL OR t.not_before <= now())";

  /** The first of session $1 that may begin. */
  static final String OF_SESSION =
      "FROM task t WHERE t.session_no = $1 AND "
          + MAY_BEGIN
          + " ORDER BY t.position, t.task_no LIMIT 1";

  /** The session's priority, once what ran is over. */
  static final String PRIORITY = "coalesce((SELECT t.priority " + OF_SESSION + "), q.priority)";

  private NextTask() {}
}
