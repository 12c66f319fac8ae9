package dev.holdfast.tasks.store;

import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.message.LivePods;
import dev.holdfast.shared.message.PodRecord;
import dev.holdfast.shared.message.PodRecords;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import dev.holdfast.tasks.task.Lease;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Which pods are alive, by the database's clock alone. */
public final class PodStore {
  private final Postgres postgres;

  public PodStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** A new row for this start of the process; rows of a day ago and more are forgotten. */
  public Future<Long> register(PodId pod) {
    return query(PodSql.FORGET_PODS, Tuple.tuple())
        .compose(done -> query(PodSql.REGISTER_POD, Tuple.of(pod.name(), pod.address())))
        .map(rows -> rows.iterator().next().getLong("pod_no"));
  }

  /**
   * Says that the pod is alive.
   *
   * @param unsteadyMs milliseconds of silence after which the pod is not steady: it may have been
   *     frozen or cut off, or the store was
   * @return false where it was given up for lost: everything it holds belongs to others now
   */
  public Future<Boolean> heartbeat(long podNo, long unsteadyMs) {
    return query(PodSql.HEARTBEAT, Tuple.of(podNo, unsteadyMs)).map(rows -> rows.size() == 1);
  }

  public Future<List<String>> aliveAddresses() {
    return query(PodSql.ALIVE_PODS, Tuple.tuple()).map(PodStore::addresses);
  }

  /** The pods that are alive, those that were silent for a little while included. */
  public Future<LivePods> alive() {
    return query(PodSql.ALIVE_PODS, Tuple.tuple())
        .map(rows -> {
          List<PodId> pods = new ArrayList<>();
          rows.forEach(row -> pods.add(new PodId(row.getString("name"), row.getString("address"))));
          return new LivePods(pods);
        });
  }

  /** The same with what each runs. */
  public Future<PodRecords> records() {
    return query(PodSql.ALIVE_RECORDS, Tuple.tuple())
        .map(rows -> {
          List<PodRecord> pods = new ArrayList<>();
          rows.forEach(row -> pods.add(record(row)));
          return new PodRecords(pods);
        });
  }

  private static PodRecord record(Row row) {
    return new PodRecord(
        new PodId(row.getString("name"), row.getString("address")),
        row.getLong("pod_no"),
        row.getString("started_at"),
        row.getLong("silent_ms"),
        row.getLong("leased"),
        row.getLong("running"));
  }

  public Future<List<String>> goneLately() {
    return query(PodSql.GONE_LATELY, Tuple.tuple()).map(PodStore::addresses);
  }

  public Future<Void> leave(long podNo) {
    return query(PodSql.LEAVE, Tuple.of(podNo)).mapEmpty();
  }

  /**
   * Gives up other pods that were silent for longer than the lease; none while the judge was not
   * itself steady for one lease.
   *
   * @return their names
   */
  public Future<List<String>> giveUpSilent(long judgePodNo, long leaseTtlMs) {
    return query(PodSql.GIVE_UP, Tuple.of(leaseTtlMs, judgePodNo))
        .map(rows -> {
          List<String> names = new ArrayList<>();
          rows.forEach(row -> names.add(row.getString("name")));
          return names;
        });
  }

  /** Sessions that are leased to pods that are gone. */
  public Future<List<Lease>> orphans(int limit) {
    return query(PodSql.ORPHANS, Tuple.of(limit)).map(PodStore::leases);
  }

  /** The leases that a pod holds by the database's account. */
  public Future<List<Lease>> leasesOf(long podNo) {
    return query(TaskSql.LEASES_OF_POD, Tuple.of(podNo)).map(PodStore::leases);
  }

  private static List<Lease> leases(RowSet<Row> rows) {
    List<Lease> leases = new ArrayList<>();
    rows.forEach(
        row -> leases.add(new Lease(row.getLong("session_no"), row.getLong("lease_token"))));
    return leases;
  }

  private static List<String> addresses(RowSet<Row> rows) {
    List<String> addresses = new ArrayList<>();
    rows.forEach(row -> addresses.add(row.getString("address")));
    return addresses;
  }

  private Future<RowSet<Row>> query(String sql, Tuple values) {
    return postgres.reads().preparedQuery(sql).execute(values).recover(StoreFaults::translated);
  }
}
