package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Every trial, one after the other, on one stage. */
public final class All {
  private All() {}

  /**
   * In this order: those that start the pods with other settings go last, equal ones together.
   *
   * @return new ones
   */
  public static List<Trial> trials() {
    return List.of(
        new BindingTrial(),
        new LinearizabilityTrial(),
        new DurabilityTrial(),
        new CacheTrial(),
        CacheTrial.oldValuesBack(),
        new UnavailableTrial(),
        new StampedeTrial(),
        new RollTrial(),
        new OrderTrial(),
        new TerminalTrial(),
        new RescueTrial(),
        new IdempotencyTrial(),
        new SequenceTrial(),
        new ResumeTrial(),
        new DrainTrial(),
        new StormTrial(),
        new ForeignTrial(),
        new RedisOutage(),
        new PostgresOutage(),
        new McpCrossing(),
        new McpResume(),
        new ZombieTrial(),
        new EffectTrial(),
        new FleetTrial(),
        new HostileTrial(),
        new StallTrial(),
        new CancelTrial(),
        new HintlessTrial(),
        new EndTrial(),
        new BeliefTrial());
  }

  /**
   * {@code --scale} of the n of each promise (0.1), {@code --seed}, {@code --only} promises or
   * names separated by commas. Exit code 1 on any violation.
   */
  public static void main(String[] args) {
    System.exit(
        Program.run(() -> {
          Map<String, String> defaults =
              Map.of("scale", "0.1", "seed", Program.freshSeed(), "only", "");
          Options options = Options.read(defaults, args);
          double scale = options.decimal("scale");
          List<String> only = List.of(options.text("only").split(",", -1));
          Random seeds = new Random(options.longNumber("seed"));
          List<Program.Row> rows = new ArrayList<>();
          try (Stage stage = Stage.open(Program.PODS)) {
            for (Trial trial : trials()) {
              long seed = seeds.nextLong();
              if (options.text("only").isEmpty()
                  || only.contains(trial.promise())
                  || only.contains(trial.name())) {
                int n = Program.scaled(trial, scale);
                rows.add(Program.tell(Program.run(trial, stage, n, seed)));
              }
            }
          }
          Program.table(rows).forEach(System.out::println);
          return rows.stream().allMatch(Program.Row::holds);
        }));
  }
}
