package dev.holdfast.tasks.store;

/** Which task of a session comes next, as a part of statements that name it {@code t}. */
final class NextTask {
  /** What of the queue nothing but time keeps from beginning. */
  static final String FREE = "t.status = 'queued' AND NOT t.held AND t.waiting_for IS NULL";

  /**
   * What may begin as soon as its turn comes; what is held, delayed or waits for other tasks lets
   * those behind it pass.
   */
  static final String MAY_BEGIN = FREE + " AND (t.not_before IS NULL OR t.not_before <= now())";

  /** The first of the session that may begin. */
  private static final String FIRST =
      "FROM task t WHERE t.session_no = q.session_no AND "
          + MAY_BEGIN
          + " ORDER BY t.position, t.task_no LIMIT 1";

  /** Where nothing of it may begin yet, the first whose delay will be over. */
  private static final String SOONEST =
      "FROM task t WHERE t.session_no = q.session_no AND "
          + FREE
          + " AND t.not_before > now() ORDER BY t.not_before, t.position, t.task_no LIMIT 1";

  /**
   * The session's priority, once what ran is over: that of the task that comes next. Whatever
   * changes which task that is sets it anew, in a statement that begins under the lock of the queue
   * row {@code q}.
   */
  static final String PRIORITY =
      "coalesce((SELECT t.priority "
          + FIRST
          + "), (SELECT t.priority "
          + SOONEST
          + "), q.priority)";

  private NextTask() {}
}
