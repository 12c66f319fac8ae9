package dev.holdfast.tasks.intake;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.tasks.store.LoadStore;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Refuses submissions of principals and tenants that have too many unfinished tasks already. The
 * tasks are counted once before the first submission is let in, then every {@code
 * tasks.queued_check_ms} beside the submissions, and what is taken here meanwhile is added; so a
 * submission rarely waits for a count, and several pods together may take a little more.
 *
 * <p>For one event loop.
 */
final class Load {
  private static final int KNOWN_MAX = 100_000;

  /**
   * Whose tasks are counted.
   *
   * @param principal empty for the whole tenant
   */
  private record Scope(String tenant, Optional<String> principal) {}

  private static final class Count {
    private int unfinished;

    /** Taken in here since the count under way began, which may not have seen it. */
    private int taken;

    private long countedAt;
    private boolean counting;

    boolean isOld(long now, long nanos) {
      return !counting && now - countedAt >= nanos;
    }
  }

  private final LoadConfig config;
  private final LoadStore store;
  private final long checkNanos;
  private final Map<Scope, Count> counts = new HashMap<>();

  Load(LoadConfig config, LoadStore store) {
    this.config = config;
    this.store = store;
    this.checkNanos = TimeUnit.MILLISECONDS.toNanos(config.checkMs());
  }

  /** Fails with {@link ErrorCode#QUEUE_FULL} where there are too many. */
  Future<Void> admit(Principal owner) {
    return below(
            ofPrincipal(owner),
            config.ofPrincipalMax(),
            "the principal has at least %d unfinished tasks (tasks.queued_per_principal_max)",
            () -> store.ofPrincipal(owner, config.ofPrincipalMax()))
        .compose(may ->
            below(
                ofTenant(owner),
                config.ofTenantMax(),
                "the tenant has at least %d unfinished tasks (tasks.queued_per_tenant_max)",
                () -> store.ofTenant(owner.tenant(), config.ofTenantMax())));
  }

  /** A task of this owner was taken in here. */
  void took(Principal owner) {
    add(ofPrincipal(owner));
    add(ofTenant(owner));
  }

  private Future<Void> below(
      Scope scope, int max, String refusal, Supplier<Future<Integer>> counting) {
    Count known = counts.get(scope);
    if (known == null) {
      forgetSome();
      Count first = new Count();
      return count(first, counting)
          .compose(done -> {
            counts.put(scope, first);
            return verdict(first, max, refusal);
          });
    }
    if (known.isOld(System.nanoTime(), checkNanos)) {
      Future<Void> recount = count(known, counting);
      if (known.unfinished >= max) {
        return recount.compose(done -> verdict(known, max, refusal));
      }
    }
    return verdict(known, max, refusal);
  }

  private static Future<Void> verdict(Count count, int max, String refusal) {
    return count.unfinished < max
        ? Future.succeededFuture()
        : Future.failedFuture(new Fault(ErrorCode.QUEUE_FULL, refusal.formatted(max)));
  }

  private static Future<Void> count(Count count, Supplier<Future<Integer>> counting) {
    count.counting = true;
    count.taken = 0;
    return counting
        .get()
        .onSuccess(unfinished -> {
          count.unfinished = unfinished + count.taken;
          count.countedAt = System.nanoTime();
        })
        .onComplete(done -> count.counting = false)
        .mapEmpty();
  }

  private void add(Scope scope) {
    Count known = counts.get(scope);
    if (known != null) {
      known.unfinished++;
      known.taken++;
    }
  }

  /** What is old would be counted again anyway. */
  private void forgetSome() {
    if (counts.size() >= KNOWN_MAX) {
      long now = System.nanoTime();
      counts.values().removeIf(count -> count.isOld(now, checkNanos));
    }
  }

  private static Scope ofPrincipal(Principal owner) {
    return new Scope(owner.tenant(), Optional.of(owner.name()));
  }

  private static Scope ofTenant(Principal owner) {
    return new Scope(owner.tenant(), Optional.empty());
  }
}
