package dev.holdfast.broadcast.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.event.LogPage;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestPostgres;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LogReaderTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Postgres postgres = Postgres.open(vertx, TestPostgres.freshDatabase());
  private final AtomicInteger reads = new AtomicInteger();
  private final LogReader log = new LogReader(postgres, 10, 65_536, reads::incrementAndGet);

  @AfterEach
  void close() {
    Await.result(postgres.close());
    Await.result(vertx.close());
  }

  @Test
  void who_asks_while_a_page_is_read_shares_the_read_that_begins_after_it() {
    List<Integer> begun = new ArrayList<>();
    run(() -> {
      List<Future<LogPage>> pages = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        pages.add(log.page(1, 0).onSuccess(page -> begun.add(reads.get())));
      }
      return Future.all(pages);
    });
    assertThat(reads).hasValue(2);
    assertThat(begun.subList(1, 1_000)).containsOnly(2);
  }

  @Test
  void other_positions_do_not_wait_and_a_page_that_was_read_is_read_anew() {
    run(() -> Future.all(log.page(1, 0), log.page(1, 1)));
    run(() -> log.page(1, 0));
    assertThat(reads).hasValue(3);
  }

  private void run(Supplier<Future<?>> step) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(go -> step.get().<Void>mapEmpty().onComplete(done));
    Await.result(done.future());
  }
}
