package dev.holdfast.tasks.execution;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Question;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.StopReason;
import dev.holdfast.tasks.store.QuestionStore;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.Commits;
import dev.holdfast.tasks.task.GivenAnswer;
import dev.holdfast.tasks.task.GivenMessage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The questions of one attempt, one at a time: asked durably, answered from outside, given up when
 * the attempt is to stop or nobody answers in time.
 */
final class AttemptQuestions {
  private static final long RETRY_PAUSE_MS = 250;
  private static final int PROMPT_MAX = 8_192;

  private record Open(String inputId, CompletableFuture<Answer> answer) {}

  private final Attempt attempt;
  private final QuestionStore store;
  private final Commits commits;
  private final Cancellation cancellation;
  private final int inputMs;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile @Nullable Open open;
  private long lastRead;

  /**
   * @param inputMs milliseconds in which an answer must come
   */
  AttemptQuestions(
      Attempt attempt,
      QuestionStore store,
      Commits commits,
      Cancellation cancellation,
      int inputMs) {
    this.attempt = attempt;
    this.store = store;
    this.commits = commits;
    this.cancellation = cancellation;
    this.inputMs = inputMs;
  }

  /**
   * Asks and waits. What the agent said before must have been written.
   *
   * @throws dev.holdfast.tasks.store.LeaseLost where nothing may be written any more
   */
  Optional<Answer> ask(Progress progress, Question question) throws InterruptedException {
    turn.lockInterruptibly();
    try {
      if (cancellation.isRequested()) {
        return Optional.empty();
      }
      Open asked = new Open(RandomId.mint("inp"), new CompletableFuture<>());
      open = asked;
      if (!write(progress, asked.inputId(), cut(question))) {
        return Optional.empty();
      }
      return await(asked);
    } finally {
      open = null;
      turn.unlock();
    }
  }

  /**
   * The texts that the owner sent and the agent has not read in this attempt, oldest first. Waits
   * while the store cannot be reached: an agent that looked in vain would end, and what was sent
   * would never be read. None once the attempt is to stop. For one thread.
   */
  List<String> messages() throws InterruptedException {
    while (!cancellation.isRequested()) {
      try {
        List<GivenMessage> found = Blocking.get(store.messages(attempt.taskNo(), lastRead));
        if (!found.isEmpty()) {
          lastRead = found.getLast().number();
        }
        return found.stream().map(GivenMessage::text).toList();
      } catch (Fault fault) {
        if (fault.code() != ErrorCode.STORE_UNAVAILABLE) {
          throw fault;
        }
        cancellation.await(RETRY_PAUSE_MS);
      }
    }
    return List.of();
  }

  /** The question that waits, if any. */
  Optional<String> waiting() {
    Open asked = open;
    return asked == null ? Optional.empty() : Optional.of(asked.inputId());
  }

  /** Hands an answer to the agent, where it waits for that one. */
  void answered(GivenAnswer given) {
    Open asked = open;
    if (asked != null && asked.inputId().equals(given.inputId())) {
      asked.answer().complete(given.answer());
    }
  }

  private Optional<Answer> await(Open asked) throws InterruptedException {
    try {
      CompletableFuture.anyOf(asked.answer(), cancellation.requested())
          .get(inputMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      cancellation.request(StopReason.TIMEOUT_INPUT);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return cancellation.isRequested()
        ? Optional.empty()
        : Optional.ofNullable(asked.answer().getNow(null));
  }

  /** False where the attempt is to stop before the question could be written. */
  private boolean write(Progress progress, String inputId, Question question)
      throws InterruptedException {
    while (true) {
      try {
        List<Event> events = Blocking.get(store.ask(attempt, progress, inputId, question));
        commits.committed(attempt.session().number(), events);
        return true;
      } catch (Fault fault) {
        if (fault.code() != ErrorCode.STORE_UNAVAILABLE) {
          throw fault;
        }
        if (cancellation.await(RETRY_PAUSE_MS)) {
          return false;
        }
      }
    }
  }

  private static Question cut(Question question) {
    return question.prompt().length() <= PROMPT_MAX
        ? question
        : new Question(
            question.prompt().substring(0, PROMPT_MAX), question.options(), question.detail());
  }
}
