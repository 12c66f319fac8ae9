package dev.holdfast.loadtests.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.shared.testing.LostHints;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** One partition between two pods, where this machine allows networks of one's own. */
final class PartitionTrialTest {
  /** The split of this seed is longer than it takes until pods believe that others are gone. */
  private static final String SEED = "36";

  private static final int BELIEF_MS = 12_000;
  private static final Pattern PARTED = Pattern.compile("bus-apart \\* for (\\d+) ms");

  @Test
  @DisabledIfEnvironmentVariable(
      named = LostHints.VARIABLE,
      matches = "true",
      disabledReason = "it waits until pods hear each other over the bus again")
  void pods_that_were_parted_lose_nothing_and_find_each_other_again() throws Exception {
    Process trial =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                PartitionTrial.class.getName(),
                "--n=1",
                "--seed=" + SEED,
                "--fault=bus-apart",
                "--pods=2",
                "--programs=false",
                "--times=false")
            .redirectErrorStream(true)
            .start();
    String printed = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.print(printed);
    int exit = trial.waitFor();
    assumeTrue(exit != PartitionTrial.NOT_HERE, printed);
    assertThat(exit).as(printed).isZero();
    Matcher parted = PARTED.matcher(printed);
    assertThat(parted.find()).as(printed).isTrue();
    assertThat(Integer.parseInt(parted.group(1))).isGreaterThanOrEqualTo(BELIEF_MS);
  }
}
