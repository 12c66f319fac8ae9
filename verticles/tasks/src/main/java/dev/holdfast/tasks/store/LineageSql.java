package dev.holdfast.tasks.store;

import java.util.List;

/** Statements about tasks that are a part of another one. */
public final class LineageSql {
  /**
   * The parent, which is not locked: it may be of another session, whose submissions may name a
   * task of this one. Where it ends meanwhile, the child is found as one that was left behind.
   */
  static final String PARENT =
      """
      SELECT task_no, lineage_depth, status FROM task
      WHERE tenant = $1 AND principal = $2 AND task_id = $3
      """;

  static final String ADOPT =
      """
      UPDATE task SET parent_no = $2, parent_task_id = $3, lineage_depth = $4, on_parent_end = $5
      WHERE task_no = $1 RETURNING *
      """;

  /**
   * Of all owners: unfinished tasks to be cancelled because their parent ended, or is to. What is
   * cancelled is not asked for twice.
   */
  static final String LEFT_BEHIND =
      """
      SELECT c.task_id, c.tenant, c.principal FROM task c
      JOIN task p ON p.task_no = c.parent_no
      WHERE c.parent_no IS NOT NULL AND c.status IN ('queued', 'running', 'waiting_input')
        AND c.cancel_requested_at IS NULL
        AND (c.on_parent_end = 'cancel' AND p.status = 'completed'
          OR c.on_parent_end IN ('cancel', 'cancel_unless_completed')
            AND (p.status IN ('failed', 'cancelled')
              OR p.cancel_requested_at IS NOT NULL AND p.status <> 'completed'))
      LIMIT $1
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(PARENT, ADOPT, LEFT_BEHIND);

  private LineageSql() {}
}
