package dev.holdfast.tasks.task;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.config.Suggestion;
import dev.holdfast.shared.message.ContextUse;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done when the context of a session's agents is nearly full. Without a summary agent
 * nothing is: a session that went on without knowing what was done would lose it.
 *
 * @param agentOrNull the agent that writes summaries; null for none
 * @param summaryPercent percent of a context from which a summary is made, 1-100
 * @param rollPercent percent from which another session goes on, 1-100; 0 for never
 * @param inputBytesMax bytes of a session's history that the agent is given, 1024-4194304
 * @param charsMax characters of a summary that are kept, 256-262144
 * @param runMs milliseconds that an attempt at a summary may take, 1-604800000
 * @param refusesRolled whether a session for which another goes on takes no more submissions
 * @param rollBatch sessions that a look for those to be rolled takes, 1-1000
 */
public record ContextConfig(
    @Nullable String agentOrNull,
    int summaryPercent,
    int rollPercent,
    int inputBytesMax,
    int charsMax,
    int runMs,
    boolean refusesRolled,
    int rollBatch) {
  private static final int WEEK_MS = 604_800_000;

  /** Only warnings. */
  public static final ContextConfig NONE =
      new ContextConfig(null, 80, 95, 200_000, 16_384, 300_000, false, 20);

  /** How much of what is to be done is reached. */
  public enum Stage {
    NONE(0),
    SUMMARY(1),
    ROLL(2);

    private final int number;

    Stage(int number) {
      this.number = number;
    }

    /** As it is stored. */
    public int number() {
      return number;
    }
  }

  public ContextConfig {
    if (rollPercent != 0 && rollPercent <= summaryPercent) {
      throw new ConfigException(
          "tasks.context_roll_percent must be 0 or more than tasks.context_summary_percent: "
              + rollPercent
              + " <= "
              + summaryPercent);
    }
  }

  /**
   * Reads it.
   *
   * @param agents the names of those that are configured
   * @param limits the percents from which owners are warned
   */
  public static ContextConfig read(Settings settings, Set<String> agents, LimitsConfig limits) {
    ContextConfig config =
        new ContextConfig(
            settings.textOrNull("tasks.context_summary_agent"),
            settings.integer("tasks.context_summary_percent", 80, 1, 100),
            settings.integer("tasks.context_roll_percent", 95, 0, 100),
            settings.integer("tasks.context_summary_bytes_max", 200_000, 1_024, 4 << 20),
            settings.integer("tasks.context_summary_chars_max", 16_384, 256, 262_144),
            settings.integer("tasks.context_summary_ms_max", 300_000, 1, WEEK_MS),
            refuses(settings.text("tasks.context_rolled_submissions", "accept")),
            settings.integer("tasks.context_roll_batch", 20, 1, 1_000));
    config.agent().ifPresent(agent -> config.requireFits(agent, agents, limits));
    return config;
  }

  public Optional<String> agent() {
    return Optional.ofNullable(agentOrNull);
  }

  /** What such a context asks for. */
  public Stage stage(ContextUse use) {
    if (agentOrNull == null || !use.reached(summaryPercent)) {
      return Stage.NONE;
    }
    return rollPercent != 0 && use.reached(rollPercent) ? Stage.ROLL : Stage.SUMMARY;
  }

  private void requireFits(String agent, Set<String> agents, LimitsConfig limits) {
    if (!agents.contains(agent)) {
      throw new ConfigException(
          "tasks.context_summary_agent names no agent: "
              + agent
              + "; "
              + Suggestion.of(agent, agents));
    }
    limits.contextPercents().stream()
        .findFirst()
        .filter(first -> first >= summaryPercent)
        .ifPresent(first -> {
          throw new ConfigException(
              "tasks.context_summary_percent must be more than the first of"
                  + " tasks.context_percents: "
                  + summaryPercent
                  + " <= "
                  + first);
        });
  }

  private static boolean refuses(String policy) {
    return switch (policy) {
      case "accept" -> false;
      case "refuse" -> true;
      default ->
          throw new ConfigException(
              "tasks.context_rolled_submissions must be accept or refuse: " + policy);
    };
  }
}
