package dev.holdfast.shared.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestPostgres;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A way to Postgres that freezes: nothing arrives any more, and nobody says so. */
final class SilentPostgresTest {
  private static final int SILENCE_MS = 1_500;

  private final Vertx vertx = Vertx.vertx();
  private final PostgresConfig config = TestPostgres.freshDatabase();
  private final List<NetSocket> way = new CopyOnWriteArrayList<>();
  private final NetServer proxy = proxy();
  private final Postgres postgres =
      Postgres.open(
          vertx,
          "silent",
          new PostgresConfig(
              config
                  .uri()
                  .replace(
                      ":" + PgConnectOptions.fromUri(config.uri()).getPort() + "/",
                      ":" + proxy.actualPort() + "/"),
              1,
              1,
              3_000),
          SILENCE_MS);

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @Test
  void a_read_on_a_frozen_connection_fails_and_later_ones_take_a_new_connection() {
    Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> one() == 1);
    way.forEach(NetSocket::pause);
    assertThatThrownBy(this::one).isInstanceOf(Fault.class);
    Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> one() == 1);
  }

  @Test
  void a_transaction_on_a_frozen_connection_fails_and_later_ones_take_a_new_connection() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> oneInTransaction() == 1);
    way.forEach(NetSocket::pause);
    assertThatThrownBy(this::oneInTransaction).isInstanceOf(Fault.class);
    awaitAgain(this::oneInTransaction);
  }

  /** The pool may hand out the closed connection once more before it learns of it. */
  private static void awaitAgain(Callable<Integer> statement) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> statement.call() == 1);
  }

  private int one() {
    return Await.result(
        postgres
            .reads()
            .preparedQuery("SELECT 1")
            .execute()
            .map(rows -> rows.iterator().next().getInteger(0))
            .recover(StoreFaults::translated));
  }

  private int oneInTransaction() {
    return Await.result(
        postgres.inTransaction(connection ->
            connection
                .preparedQuery("SELECT 1")
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0))));
  }

  private NetServer proxy() {
    PgConnectOptions real = PgConnectOptions.fromUri(config.uri());
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(client -> {
              client.pause();
              vertx
                  .createNetClient()
                  .connect(real.getPort(), real.getHost())
                  .onFailure(failure -> client.close())
                  .onSuccess(store -> {
                    way.add(store);
                    client.closeHandler(closed -> store.close());
                    store.closeHandler(closed -> client.close());
                    client.handler(store::write);
                    store.handler(client::write);
                    client.resume();
                  });
            });
    return Await.result(server.listen(0, "127.0.0.1"));
  }
}
