package dev.holdfast.gateway.testing;

import dev.holdfast.shared.bus.Address;
import dev.holdfast.shared.bus.Bus;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Notes what is asked, and answers, fails or waits as a test has said. */
final class Desk {
  private final Bus bus;
  private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
  private final Map<String, Future<?>> delays = new ConcurrentHashMap<>();
  private final BlockingQueue<Record> asked = new LinkedBlockingQueue<>();

  Desk(Bus bus) {
    this.bus = bus;
  }

  BlockingQueue<Record> asked() {
    return asked;
  }

  void failing(Address<?, ?> address, @Nullable Throwable failure) {
    if (failure == null) {
      failures.remove(address.name());
    } else {
      failures.put(address.name(), failure);
    }
  }

  void answering(Address<?, ?> address, Future<?> when) {
    delays.put(address.name(), when);
  }

  /** Answers without noting what is asked: for what others ask by the way. */
  <Q extends Record, R> void aside(Address<Q, R> address, Function<Q, Future<R>> answer) {
    bus.answer(address, answer);
  }

  <Q extends Record, R> void answer(Address<Q, R> address, Function<Q, R> answer) {
    bus.answer(
        address,
        question -> {
          asked.add(question);
          Throwable failure = failures.get(address.name());
          if (failure != null) {
            return Future.failedFuture(failure);
          }
          Future<?> delay = delays.get(address.name());
          return delay == null
              ? Future.succeededFuture(answer.apply(question))
              : delay.map(done -> answer.apply(question));
        });
  }
}
