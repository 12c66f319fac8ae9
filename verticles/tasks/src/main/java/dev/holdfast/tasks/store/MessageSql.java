package dev.holdfast.tasks.store;

import java.util.List;

/** Statements about texts that owners send to agents. Lock order as in {@link TaskSql}. */
public final class MessageSql {
  /** Under the task's lock; no row: the task has as many as it may. */
  static final String ADD =
      """
      INSERT INTO task_message (task_no, tenant, principal, text)
      SELECT t.task_no, t.tenant, t.principal, $2 FROM task t
      WHERE t.task_no = $1
        AND (SELECT count(*) FROM task_message m WHERE m.task_no = t.task_no) < $3
      RETURNING message_no
      """;

  /** What an agent has not read. */
  static final String AFTER =
      """
      SELECT message_no, text FROM task_message
      WHERE task_no = $1 AND message_no > $2 ORDER BY message_no LIMIT $3
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(ADD, AFTER);

  private MessageSql() {}
}
