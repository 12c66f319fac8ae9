package dev.holdfast.tasks.execution;

import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.StopReason;
import dev.holdfast.tasks.task.LimitUse;
import dev.holdfast.tasks.task.LimitsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one attempt: of which its owner was warned, and which was passed, if any. Safe for
 * several threads.
 */
final class AttemptLimits {
  private final LimitsConfig config;
  private final Cancellation cancellation;
  private final List<LimitUse> warned = new ArrayList<>();
  private @Nullable LimitUse passed;

  /**
   * @param cancellation stops the agent where it has passed a limit
   */
  AttemptLimits(LimitsConfig config, Cancellation cancellation) {
    this.config = config;
    this.cancellation = cancellation;
  }

  /** Those of which the owner was warned. */
  synchronized List<LimitUse> warned() {
    return List.copyOf(warned);
  }

  /** The limit for which the agent was stopped, if it was. */
  synchronized Optional<LimitUse> passed() {
    return Optional.ofNullable(passed);
  }

  /** What a committed report came to. */
  synchronized void booked(List<LimitUse> limits) {
    for (LimitUse use : limits) {
      if (config.warns(use) && warned.stream().noneMatch(use::isSame)) {
        warned.add(use);
      }
      if (passed == null && use.passed()) {
        passed = use;
        cancellation.request(
            switch (use.scope()) {
              case ATTEMPT -> StopReason.MAX_TURNS;
              case TASK, SESSION, DAY -> StopReason.BUDGET;
            });
      }
    }
  }
}
