package dev.holdfast.registry.lifecycle;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.holdfast.registry.cache.NearCache;
import dev.holdfast.registry.store.AuditStore;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionId;
import io.vertx.core.Future;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes refused access into the audit trail: once a minute for each asker, session and question,
 * and no more in a minute than are configured, as anybody can be refused as often as he likes.
 * Nobody waits for it.
 */
public final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final int MINUTE_MS = 60_000;
  private static final Set<ErrorCode> REFUSALS =
      Set.of(
          ErrorCode.UNKNOWN_SESSION,
          ErrorCode.SESSION_ENDED,
          ErrorCode.FORGED_PROJECT_KEY,
          ErrorCode.TOOL_NOT_ALLOWED);

  private record Refusal(Principal asker, String sessionId, String asked, String answer) {}

  private final AuditStore store;
  private final int perMinuteMax;
  private final NearCache<Refusal, Boolean> noted;
  private int left;

  /**
   * @param perMinuteMax refusals written in a minute
   */
  public Refusals(AuditStore store, int perMinuteMax) {
    this.store = store;
    this.perMinuteMax = perMinuteMax;
    this.left = perMinuteMax;
    this.noted = new NearCache<>(perMinuteMax, MINUTE_MS, Ticker.systemTicker());
  }

  /** Begins to count anew each minute. */
  void start(Rounds rounds) {
    rounds.repeat(
        "counting of refusals",
        MINUTE_MS,
        () -> {
          left = perMinuteMax;
          return Future.succeededFuture();
        });
  }

  /** The same answer, which is noted where it is a refusal. */
  public <T> Future<T> watch(Principal asker, String sessionId, String asked, Future<T> answer) {
    return answer.onFailure(failure -> {
      if (failure instanceof Fault fault && isRefusal(fault) && SessionId.isValid(sessionId)) {
        note(new Refusal(asker, sessionId, asked, fault.code().wire()));
      }
    });
  }

  private void note(Refusal refusal) {
    if (left == 0 || noted.get(refusal).isPresent()) {
      return;
    }
    left--;
    noted.put(refusal, true);
    store
        .refused(refusal.asker(), refusal.sessionId(), refusal.asked(), refusal.answer())
        .onFailure(failure -> LOG.warn("a refusal is not on record: {}", failure.toString()));
  }

  private static boolean isRefusal(Fault fault) {
    return REFUSALS.contains(fault.code());
  }
}
