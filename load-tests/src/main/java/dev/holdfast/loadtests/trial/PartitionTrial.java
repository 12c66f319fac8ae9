package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.fault.Fault;
import dev.holdfast.loadtests.stage.Networks;
import dev.holdfast.loadtests.stage.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * P19: partitions. Each pod is in a network of its own; links between pods, and from a pod to its
 * stores and clients, are taken down for shorter and longer than it takes until the pods believe
 * that others are gone, under everything that {@link FleetTrial} does and judges: nothing crosses
 * sessions, nothing is lost, repeated or out of order on any side, nothing is run twice. After each
 * the pods have to hear each other within 60 s.
 *
 * <p>Needs Linux, {@code ip}, {@code nsenter} and {@code unshare}, and to be allowed user and
 * network namespaces, which most machines allow ordinary users; else the program says so and ends
 * with {@value #NOT_HERE}. Not among the trials of {@link All}: its stage is another one.
 */
public final class PartitionTrial implements Trial {
  /** The exit code where networks cannot be laid. */
  static final int NOT_HERE = 77;

  private static final String INSIDE = "HOLDFAST_TRIAL_INSIDE";
  private static final List<String> UNSHARE =
      List.of("unshare", "--map-root-user", "--net", "--fork", "--kill-child");

  private final List<Fault> faults;
  private final boolean programs;

  /**
   * A trial.
   *
   * @param programs whether tasks run programs that leave lines outside as well
   */
  PartitionTrial(List<Fault> faults, boolean programs) {
    this.faults = List.copyOf(faults);
    this.programs = programs;
  }

  /**
   * {@code --n=5 --seed --pods=3 --programs=true --times=true}, the last whether times are judged;
   * {@code --fault=bus-apart} for one kind alone.
   */
  public static void main(String[] args) {
    System.exit(System.getenv(INSIDE) == null ? enter(args) : inside(args));
  }

  /** Runs this program again in a network namespace where it may do everything. */
  private static int enter(String... args) {
    List<String> probe = new ArrayList<>(UNSHARE);
    probe.addAll(List.of("ip", "link", "add", "probe", "type", "bridge"));
    try {
      if (new ProcessBuilder(probe).inheritIO().start().waitFor() != 0) {
        return notHere("user and network namespaces, or bridges, are not allowed");
      }
      List<String> command = new ArrayList<>(UNSHARE);
      command.addAll(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx1g",
              "--sun-misc-unsafe-memory-access=allow",
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              System.getProperty("java.class.path"),
              PartitionTrial.class.getName()));
      command.addAll(List.of(args));
      ProcessBuilder again = new ProcessBuilder(command).inheritIO();
      again.environment().put(INSIDE, "true");
      return again.start().waitFor();
    } catch (IOException e) {
      return notHere(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static int notHere(String why) {
    System.err.println("no partition can be made here: " + why);
    return NOT_HERE;
  }

  private static int inside(String... args) {
    return Program.run(() -> {
      Options options =
          Options.read(
              Map.of(
                  "n",
                  "5",
                  "seed",
                  Program.freshSeed(),
                  "pods",
                  "3",
                  "fault",
                  "",
                  "programs",
                  "true",
                  "times",
                  "true"),
              args);
      int pods = options.number("pods");
      Trial trial =
          new PartitionTrial(
              faults(options.text("fault")), Boolean.parseBoolean(options.text("programs")));
      try (Stage stage = Stage.open(pods, Networks.lay(pods))) {
        Program.Row row =
            Program.tell(
                Program.run(trial, stage, options.number("n"), options.longNumber("seed")));
        Findings findings = row.findings();
        return row.holds()
            || (!Boolean.parseBoolean(options.text("times"))
                && findings.violations() == findings.lateness());
      }
    });
  }

  private static List<Fault> faults(String word) {
    if (word.isEmpty()) {
      return Fault.partitions();
    }
    List<Fault> named = Fault.of(word);
    if (!Fault.partitions().containsAll(named) || named.isEmpty()) {
      throw new Options.Wrong("--fault must be one of " + Fault.partitions());
    }
    return named;
  }

  @Override
  public String promise() {
    return "P19";
  }

  @Override
  public int wanted() {
    return 50;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    FleetTrial.Aftermath healing = harm -> Reunion.await(stage, harm, findings);
    new FleetTrial(faults, programs, healing).run(stage, done -> done >= n, random, findings);
  }
}
