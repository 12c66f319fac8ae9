package dev.holdfast.shared.bus;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Answers of one address that the pod gives again without asking: the process's near-cache, on the
 * asking side of the bus. Any thread may call.
 *
 * @param <Q> the question
 * @param <R> the answer
 */
public final class AnswerCache<Q extends Record, R> {
  private final Cache<Q, R> answers;
  private final Cache<Q, Boolean> held;
  private final Predicate<R> believable;
  private final LongAdder recalled = new LongAdder();

  /**
   * @param entriesMax at most so many answers
   * @param ttlMs milliseconds from the answering for which one is given again
   * @param holdMs milliseconds for which {@link #hold} lasts
   * @param believable asked both before an answer is kept and before it is given again
   * @param clock {@link Ticker#systemTicker()} but for tests
   */
  public AnswerCache(
      int entriesMax, long ttlMs, long holdMs, Predicate<R> believable, Ticker clock) {
    this.answers = caffeine(ttlMs, clock).maximumSize(entriesMax).build();
    // Not bounded in number: each is a change that is committed, and none may be forgotten early.
    this.held = caffeine(holdMs, clock).build();
    this.believable = believable;
  }

  /** What was answered, where that may be believed. */
  public Optional<R> recall(Q question) {
    Optional<R> known = Optional.ofNullable(answers.getIfPresent(question)).filter(believable);
    if (known.isPresent()) {
      recalled.increment();
    }
    return known;
  }

  /** How often that was so. */
  long recalled() {
    return recalled.sum();
  }

  /** Gives the answer again from now on, unless the question is held. */
  public synchronized void keep(Q question, R answer) {
    if (held.getIfPresent(question) == null && believable.test(answer)) {
      answers.put(question, answer);
    }
  }

  /** Forgets an answer and keeps none for a while, also none that is under way. */
  public synchronized void hold(Q question) {
    // Its time begins anew only so: the library lets a repeated writing stand where it was.
    held.invalidate(question);
    held.put(question, true);
    answers.invalidate(question);
  }

  /** Forgets all answers. */
  public synchronized void clear() {
    answers.invalidateAll();
  }

  private static Caffeine<Object, Object> caffeine(long ms, Ticker clock) {
    return Caffeine.newBuilder()
        .expireAfterWrite(Duration.ofMillis(ms))
        .ticker(clock)
        // Its upkeep is short and stays on the thread that calls.
        .executor(Runnable::run);
  }
}
