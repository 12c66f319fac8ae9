package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.message.RenewControls;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;

/** Prolongs the leases of drivers whose connections stand, of all owners in one statement. */
public final class ControlRenewalStore {
  private final Postgres postgres;

  public ControlRenewalStore(Postgres postgres) {
    this.postgres = postgres;
  }

  public Future<Void> renew(RenewControls wanted) {
    List<Claim.Driver> drivers = wanted.drivers();
    Tuple values =
        Tuple.tuple()
            .addArrayOfLong(
                drivers.stream().map(each -> each.session().number()).toArray(Long[]::new))
            .addArrayOfString(texts(drivers, each -> each.session().owner().tenant()))
            .addArrayOfString(texts(drivers, each -> each.session().owner().name()))
            .addArrayOfString(texts(drivers, Claim.Driver::hash))
            .addLong((long) wanted.leaseMs());
    return postgres
        .reads()
        .preparedQuery(ControlLeaseSql.RENEW)
        .execute(values)
        .recover(StoreFaults::translated)
        .mapEmpty();
  }

  private static String[] texts(List<Claim.Driver> drivers, Function<Claim.Driver, String> member) {
    return drivers.stream().map(member).toArray(String[]::new);
  }
}
