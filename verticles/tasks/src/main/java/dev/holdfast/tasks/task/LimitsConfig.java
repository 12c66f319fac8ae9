package dev.holdfast.tasks.task;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.TaskLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much tasks and principals may use.
 *
 * @param taskMax what no task may want more of
 * @param day what one principal may use on one day, UTC
 * @param warnPercent percent of a limit from which its owner is told, 1-100
 * @param turnsOtherwise turns of an attempt whose task's type has no limit of its own; 0 for no
 *     limit
 * @param turns turns of an attempt by the task's type
 * @param turnsRaise how many times that the one further attempt may take, 1-100; 1 for none
 * @param turnsMax turns that no attempt may take more of, raised or not; 0 for no limit
 * @param contextPercents percents of a context from which its owner is told, ascending
 */
public record LimitsConfig(
    Budget taskMax,
    Budget day,
    int warnPercent,
    long turnsOtherwise,
    Map<String, Long> turns,
    int turnsRaise,
    long turnsMax,
    List<Integer> contextPercents) {
  private static final int MAX = Integer.MAX_VALUE;

  public LimitsConfig {
    turns = Map.copyOf(turns);
    contextPercents = List.copyOf(contextPercents);
  }

  public static LimitsConfig read(Settings settings) {
    Map<String, Long> turns = new TreeMap<>();
    for (String type : settings.namesUnder("tasks.turns")) {
      turns.put(type, (long) settings.integer("tasks.turns." + type, 0, 0, MAX));
    }
    return new LimitsConfig(
        new Budget(
            limit(settings, "tasks.budget_tokens_max"),
            limit(settings, "tasks.budget_cost_micros_max"),
            limit(settings, "tasks.budget_turns_max"),
            limit(settings, "tasks.budget_tool_calls_max")),
        new Budget(
            limit(settings, "tasks.day_tokens_max"),
            limit(settings, "tasks.day_cost_micros_max"),
            null,
            null),
        settings.integer("tasks.budget_warn_percent", 80, 1, 100),
        settings.integer("tasks.turns_otherwise", 0, 0, MAX),
        turns,
        settings.integer("tasks.turns_raise", 2, 1, 100),
        settings.integer("tasks.turns_max", 0, 0, MAX),
        percents(settings.list("tasks.context_percents", List.of("70", "80", "95"))));
  }

  /** The limits of a task as they count: as wanted, never more than configured. */
  public TaskLimits effective(TaskLimits wanted) {
    return new TaskLimits(
        wanted.taskType(), wanted.budget().least(taskMax), wanted.acceptsPartial());
  }

  /** The most turns that an attempt of such a task may take at first; null for no limit. */
  public @Nullable Long turnsOf(@Nullable String taskType) {
    long limit = taskType == null ? turnsOtherwise : turns.getOrDefault(taskType, turnsOtherwise);
    return capped(limit == 0 ? Long.MAX_VALUE : limit);
  }

  /** Whether the owner is to be told how much of it is used. */
  public boolean warns(LimitUse use) {
    return use.reached(warnPercent);
  }

  /** The limit of the one further attempt; the same where it cannot be raised. */
  public long raised(long limit) {
    Long capped = capped(limit * turnsRaise);
    return capped == null ? limit * turnsRaise : Math.max(limit, capped);
  }

  /** How many of the thresholds are reached. */
  public int contextLevel(ContextUse use) {
    return (int) contextPercents.stream().filter(use::reached).count();
  }

  private static List<Integer> percents(List<String> texts) {
    List<Integer> percents = new ArrayList<>();
    for (String text : texts) {
      int before = percents.isEmpty() ? 0 : percents.getLast();
      if (!text.matches("[0-9]{1,3}")
          || Integer.parseInt(text) <= before
          || Integer.parseInt(text) > 100) {
        throw new ConfigException(
            "tasks.context_percents must be whole numbers 1-100, each more than the one before: "
                + String.join(" ", texts));
      }
      percents.add(Integer.valueOf(text));
    }
    return percents;
  }

  private @Nullable Long capped(long limit) {
    long capped = turnsMax == 0 ? limit : Math.min(limit, turnsMax);
    return capped == Long.MAX_VALUE ? null : Long.valueOf(capped);
  }

  private static @Nullable Long limit(Settings settings, String key) {
    int limit = settings.integer(key, 0, 0, MAX);
    return limit == 0 ? null : Long.valueOf(limit);
  }
}
