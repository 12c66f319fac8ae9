package dev.holdfast.tasks.store;

import java.util.List;

/** How many unfinished tasks there are, counted no further than a limit. */
public final class LoadSql {
  static final String OF_PRINCIPAL =
      """
      SELECT count(*)::int AS unfinished FROM (
        SELECT FROM task
        WHERE tenant = $1 AND principal = $2 AND status IN ('queued', 'running', 'waiting_input')
        LIMIT $3) AS counted
      """;

  static final String OF_TENANT =
      """
      SELECT count(*)::int AS unfinished FROM (
        SELECT FROM task
        WHERE tenant = $1 AND status IN ('queued', 'running', 'waiting_input')
        LIMIT $2) AS counted
      """;

  static final String WAITING =
      """
      SELECT count(*)::int AS unfinished FROM (
        SELECT FROM task WHERE status = 'queued' LIMIT $1) AS counted
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(OF_PRINCIPAL, OF_TENANT, WAITING);

  private LoadSql() {}
}
