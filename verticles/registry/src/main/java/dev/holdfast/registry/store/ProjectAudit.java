package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.Principal;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/** Writes what was done to projects into their audit trail, in the transaction of the act. */
final class ProjectAudit {
  private ProjectAudit() {}

  /**
   * That it is registered.
   *
   * @param by {@code register}, or {@code set_project} where it came with a session's binding
   */
  static Future<Void> created(SqlConnection c, Principal owner, String project, String by) {
    return c.preparedQuery(RegisterSql.AUDIT_CREATED)
        .execute(RegisterStore.key(owner, project).addString(by))
        .mapEmpty();
  }

  /** That it is what it is now. */
  static Future<Void> changed(SqlConnection c, Principal owner, String project) {
    return c.preparedQuery(RegisterSql.AUDIT_CHANGED)
        .execute(RegisterStore.key(owner, project))
        .mapEmpty();
  }

  static Future<Void> archived(
      SqlConnection c, Principal owner, String project, long liveSessions) {
    return c.preparedQuery(RegisterSql.AUDIT_ARCHIVED)
        .execute(RegisterStore.key(owner, project).addLong(liveSessions))
        .mapEmpty();
  }
}
