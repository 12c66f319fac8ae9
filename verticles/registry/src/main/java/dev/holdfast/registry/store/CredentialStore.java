package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.SharedSession;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who holds which credential, in Postgres. */
public final class CredentialStore {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialStore.class);

  private final Postgres postgres;

  public CredentialStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * What the credential allows; empty for a hash that is not known, has expired or was revoked. The
   * use is noted beside the answer, at most once a minute; a note that fails fails nothing else.
   */
  public Future<Optional<Access>> holder(String credentialHash) {
    return postgres
        .reads()
        .preparedQuery(KeySql.FIND)
        .execute(Tuple.of(credentialHash))
        .compose(rows -> {
          if (rows.size() == 0) {
            return viewer(credentialHash);
          }
          Row row = rows.iterator().next();
          if (row.getBoolean("unnoted")) {
            noteUse(credentialHash);
          }
          return Future.succeededFuture(Optional.of(access(row)));
        })
        .recover(StoreFaults::translated);
  }

  /** What it allows as a share token; empty where it is none, or none that is valid. */
  private Future<Optional<Access>> viewer(String tokenHash) {
    return postgres
        .reads()
        .preparedQuery(ShareSql.FIND)
        .execute(Tuple.of(tokenHash))
        .map(rows ->
            rows.size() == 0 ? Optional.empty() : Optional.of(shared(rows.iterator().next())));
  }

  /** Those of the keys that are valid now, by the database's clock. */
  public Future<Set<String>> valid(Set<String> keyIds) {
    return postgres
        .reads()
        .preparedQuery(KeySql.VALID)
        .execute(Tuple.of(keyIds.toArray(String[]::new)))
        .map(rows -> {
          Set<String> valid = new HashSet<>();
          rows.forEach(row -> valid.add(row.getString("key_id")));
          return valid;
        })
        .recover(StoreFaults::translated);
  }

  private void noteUse(String credentialHash) {
    postgres
        .reads()
        .preparedQuery(KeySql.NOTE_USE)
        .execute(Tuple.of(credentialHash))
        .onFailure(failure -> LOG.debug("the use of a key was not noted", failure));
  }

  private static Access shared(Row row) {
    SessionRef session = EndStore.session(row);
    return new Access(
        session.owner(),
        new SharedSession(session),
        new Access.Proof.Key(row.getString("share_id")));
  }

  private static Access access(Row row) {
    return new Access(
        new Principal(row.getString("tenant"), row.getString("principal")),
        KeyStore.scope(row),
        new Access.Proof.Key(row.getString("key_id")));
  }
}
