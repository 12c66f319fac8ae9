package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.ProjectRecord;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** Writes what is done to projects into their audit trail, in the transaction of the act. */
final class ProjectAudit {
  private ProjectAudit() {}

  /**
   * That it is registered.
   *
   * @param by {@code register}, or {@code set_project} where it came with a session's binding
   */
  static Future<Void> created(SqlConnection c, Principal owner, Row row, String by) {
    return write(c, owner, row, "project_created", new JsonObject().put("by", by));
  }

  static Future<Void> changed(SqlConnection c, Principal owner, Row row, ProjectRecord now) {
    return write(
        c,
        owner,
        row,
        "project_changed",
        new JsonObject()
            .put("version", now.version())
            .put("status", now.status().wire())
            .put("title", now.title())
            .put("tags", now.tags()));
  }

  static Future<Void> archived(
      SqlConnection c, Principal owner, Row row, long version, long liveSessions) {
    return write(
        c,
        owner,
        row,
        "project_archived",
        new JsonObject().put("version", version).put("live_sessions", liveSessions));
  }

  private static Future<Void> write(
      SqlConnection c, Principal owner, Row row, String act, JsonObject detail) {
    return c.preparedQuery(RegisterSql.AUDIT)
        .execute(
            Tuple.of(
                row.getLong("project_no"),
                owner.tenant(),
                owner.name(),
                row.getString("project"),
                act,
                detail.encode()))
        .mapEmpty();
  }
}
