package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** Who holds which credential, in Postgres. */
public final class CredentialStore {
  private final Postgres postgres;

  public CredentialStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** The holder; empty for a hash that is not known or was revoked. */
  public Future<Optional<Principal>> holder(String credentialHash) {
    return postgres
        .reads()
        .preparedQuery(RegistrySql.CREDENTIAL_FIND)
        .execute(Tuple.of(credentialHash))
        .map(rows -> {
          if (rows.size() == 0) {
            return Optional.<Principal>empty();
          }
          Row row = rows.iterator().next();
          return Optional.of(new Principal(row.getString("tenant"), row.getString("principal")));
        })
        .recover(StoreFaults::translated);
  }
}
