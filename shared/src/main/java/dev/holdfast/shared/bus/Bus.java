package dev.holdfast.shared.bus;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests and notices between the verticles of one pod, by reference: nothing is serialised,
 * nothing leaves the process.
 *
 * <p>Delivery is in order for each pair of sender and receiver. A request that is not answered
 * within the time limit fails with {@link ErrorCode#OVERLOADED}; whether it took effect is then
 * unknown to the caller.
 */
public final class Bus {
  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

  /** The answer, or the fault, on its way back. */
  record Outcome(Object value, boolean failed) {}

  private final Vertx vertx;
  private final DeliveryOptions local;
  private final Map<String, AnswerCache<?, ?>> caches = new ConcurrentHashMap<>();

  /**
   * @param requestTimeoutMs milliseconds until a request without an answer fails
   */
  public Bus(Vertx vertx, long requestTimeoutMs) {
    this.vertx = vertx;
    this.local =
        new DeliveryOptions()
            .setLocalOnly(true)
            .setCodecName(LocalCodec.NAME)
            .setSendTimeout(requestTimeoutMs);
  }

  /** Registers the codec; once for each Vert.x instance, before any message. */
  public static void install(Vertx vertx) {
    vertx.eventBus().registerCodec(new LocalCodec());
    vertx.eventBus().registerCodec(new HintCodec());
  }

  /** The answer: at once where the one who answers lets it be given again. */
  public <Q extends Record, R> Future<R> request(Address<Q, R> address, Q question) {
    return recalled(address, question)
        .map(Future::succeededFuture)
        .orElseGet(() -> ask(address, question));
  }

  /** How many answers of that address were given again so far. */
  public long recalled(Address<?, ?> address) {
    AnswerCache<?, ?> cache = caches.get(address.name());
    return cache == null ? 0 : cache.recalled();
  }

  @SuppressWarnings(
      "unchecked") // an Address is answered only by answer(), which has the same types
  private <Q extends Record, R> Optional<R> recalled(Address<Q, R> address, Q question) {
    AnswerCache<Q, R> cache = (AnswerCache<Q, R>) caches.get(address.name());
    return cache == null ? Optional.empty() : cache.recall(question);
  }

  @SuppressWarnings("unchecked") // an Address is answered only by answer(), which has the same R
  private <Q extends Record, R> Future<R> ask(Address<Q, R> address, Q question) {
    return vertx
        .eventBus()
        .<Outcome>request(address.name(), question, local)
        .recover(Bus::unanswered)
        .compose(reply -> {
          Outcome outcome = reply.body();
          return outcome.failed()
              ? Future.failedFuture((Throwable) outcome.value())
              : Future.succeededFuture((R) outcome.value());
        });
  }

  /**
   * Answers questions on the calling verticle's context; anything that is not a {@link Fault}
   * becomes an internal one.
   */
  public <Q extends Record, R> void answer(Address<Q, R> address, Function<Q, Future<R>> handler) {
    vertx
        .eventBus()
        .<Q>localConsumer(
            address.name(),
            message ->
                attempt(handler, message.body())
                    .onSuccess(answer -> message.reply(new Outcome(answer, false), local))
                    .onFailure(failure -> fail(address.name(), message, failure)));
  }

  /**
   * The same; what is answered is given again by {@link #request} for as long as the cache believes
   * it, or until {@link #answerNoMore}.
   */
  public <Q extends Record, R> void answer(
      Address<Q, R> address, AnswerCache<Q, R> cache, Function<Q, Future<R>> handler) {
    caches.put(address.name(), cache);
    answer(
        address,
        question -> handler.apply(question).onSuccess(answer -> cache.keep(question, answer)));
  }

  /** Gives nothing again that was answered there. */
  public void answerNoMore(Address<?, ?> address) {
    caches.remove(address.name());
  }

  /** Tells a place in this pod; lost when nobody listens. */
  public <M extends Record> void tell(Topic<M> topic, M notice) {
    vertx.eventBus().send(topic.name(), notice, local);
  }

  /** Listens on the calling verticle's context. */
  public <M extends Record> MessageConsumer<M> listen(Topic<M> topic, Consumer<M> handler) {
    return vertx.eventBus().localConsumer(topic.name(), message -> handler.accept(message.body()));
  }

  private static <Q, R> Future<R> attempt(Function<Q, Future<R>> handler, Q question) {
    try {
      return handler.apply(question);
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  private void fail(String address, Message<?> message, Throwable failure) {
    Fault fault = Fault.of(failure);
    if (fault.code() == ErrorCode.INTERNAL) {
      LOG.error("{} failed", address, failure);
    } else if (fault.getCause() != null) {
      LOG.warn("{}: {}: {}", address, fault.detail(), fault.getCause().toString());
    }
    message.reply(new Outcome(fault, true), local);
  }

  private static <T> Future<Message<T>> unanswered(Throwable failure) {
    if (failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS) {
      return Future.failedFuture(
          new Fault(ErrorCode.SHUTTING_DOWN, ErrorCode.SHUTTING_DOWN.meaning(), failure));
    }
    return Future.failedFuture(
        new Fault(ErrorCode.OVERLOADED, "no answer within the time limit", failure));
  }
}
