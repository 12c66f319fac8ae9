package dev.holdfast.loadtests.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contestants in turns, A B A B, so that what disturbs the machine disturbs all of them alike. */
final class Contest {
  private final List<Contestant> contestants;

  Contest(List<Contestant> contestants) {
    this.contestants = contestants;
  }

  /**
   * The samples of each, in the order of the rounds; the warm-up is not among them.
   *
   * @param warmUpMs milliseconds for each contestant before the first round
   * @param roundMs milliseconds of each contestant's turn
   */
  Map<String, List<Sample>> run(int rounds, long warmUpMs, long roundMs) throws Exception {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    for (Contestant contestant : contestants) {
      samples.put(contestant.name(), new ArrayList<>());
      contestant.measure(warmUpMs);
    }
    for (int round = 0; round < rounds; round++) {
      for (Contestant contestant : contestants) {
        samples.getOrDefault(contestant.name(), List.of()).add(contestant.measure(roundMs));
      }
    }
    return samples;
  }
}
