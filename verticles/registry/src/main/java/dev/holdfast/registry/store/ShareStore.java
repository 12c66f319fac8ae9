package dev.holdfast.registry.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.ShareToken;
import dev.holdfast.shared.message.CreateShare;
import dev.holdfast.shared.message.ListShares;
import dev.holdfast.shared.message.RevokeShare;
import dev.holdfast.shared.message.SharePage;
import dev.holdfast.shared.message.ShareRecord;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Shares in Postgres. */
public final class ShareStore {
  private final Postgres postgres;

  public ShareStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * A new share. The session's row is locked, so that two requests cannot both take the last place.
   *
   * @param lifetimeS seconds
   * @param sharesMax valid shares that a session may have
   * @return fails with {@code unknown_session}, {@code session_ended} or {@code too_many_requests}
   */
  public Future<ShareRecord> create(CreateShare wanted, long lifetimeS, int sharesMax) {
    String shareId = ShareToken.mintId();
    return postgres.inTransaction(
        wanted.principal(),
        c ->
            lock(c, wanted.principal(), wanted.sessionId())
                .compose(session ->
                    requirePlace(c, session, sharesMax)
                        .compose(free ->
                            c.preparedQuery(ShareSql.CREATE)
                                .execute(
                                    key(session)
                                        .addString(shareId)
                                        .addString(wanted.tokenHash())
                                        .addString(wanted.label())
                                        .addLong(lifetimeS)))
                        .compose(rows ->
                            audit(c, session, "share_created", shareId)
                                .map(noted -> record(rows.iterator().next())))));
  }

  public Future<SharePage> list(ListShares wanted) {
    Long before = wanted.before();
    long from = before == null ? Long.MAX_VALUE : before;
    return postgres
        .execute(
            wanted.session().owner(),
            ShareSql.LIST,
            key(wanted.session()).addLong(from).addInteger(wanted.limit() + 1))
        .map(rows -> page(rows, wanted.limit()));
  }

  /** On record once; fails with {@code unknown_share}. */
  public Future<ShareRecord> revoke(RevokeShare wanted) {
    SessionRef session = wanted.session();
    return postgres.inTransaction(
        session.owner(),
        c ->
            c.preparedQuery(ShareSql.LOCK)
                .execute(key(session).addString(wanted.shareId()))
                .compose(found -> {
                  if (found.size() == 0) {
                    throw new Fault(ErrorCode.UNKNOWN_SHARE, ErrorCode.UNKNOWN_SHARE.meaning());
                  }
                  return found.iterator().next().getBoolean("revoked")
                      ? Future.succeededFuture()
                      : audit(c, session, "share_revoked", wanted.shareId());
                })
                .compose(noted ->
                    c.preparedQuery(ShareSql.REVOKE)
                        .execute(key(session).addString(wanted.shareId()))
                        .map(rows -> record(rows.iterator().next()))));
  }

  private static Future<SessionRef> lock(SqlConnection c, Principal principal, String sessionId) {
    return c.preparedQuery(EndSql.LOCK)
        .execute(Tuple.of(principal.tenant(), principal.name(), sessionId))
        .map(rows -> {
          if (rows.size() == 0) {
            throw new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning());
          }
          Row row = rows.iterator().next();
          if (row.getBoolean("ended")) {
            throw new Fault(ErrorCode.SESSION_ENDED, ErrorCode.SESSION_ENDED.meaning());
          }
          return new SessionRef(row.getLong("session_no"), principal, sessionId);
        });
  }

  private static Future<Void> requirePlace(SqlConnection c, SessionRef session, int sharesMax) {
    return c.preparedQuery(ShareSql.COUNT_VALID)
        .execute(key(session))
        .map(rows -> {
          if (rows.iterator().next().getLong("shares") >= sharesMax) {
            throw new Fault(
                ErrorCode.TOO_MANY_REQUESTS,
                "a session may have " + sharesMax + " valid shares (registry.shares_max)");
          }
          return null;
        });
  }

  private static Future<Void> audit(
      SqlConnection c, SessionRef session, String act, String shareId) {
    return c.preparedQuery(ShareSql.AUDIT)
        .execute(key(session).addString(session.id()).addString(act).addString(shareId))
        .mapEmpty();
  }

  private static SharePage page(RowSet<Row> rows, int limit) {
    List<ShareRecord> shares = new ArrayList<>(rows.size());
    long last = 0;
    for (Row row : rows) {
      if (shares.size() == limit) {
        return new SharePage(shares, last);
      }
      shares.add(record(row));
      last = row.getLong("share_no");
    }
    return new SharePage(shares, null);
  }

  private static ShareRecord record(Row row) {
    return new ShareRecord(
        row.getString("share_id"),
        row.getString("session_id"),
        row.getString("label"),
        row.getBoolean("valid"),
        row.getString("created_at"),
        row.getString("expires_at"),
        row.getString("revoked_at"));
  }

  private static Tuple key(SessionRef session) {
    return Tuple.of(session.number(), session.owner().tenant(), session.owner().name());
  }
}
