package dev.holdfast.loadtests.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** By how much event loops were late, as their servers say after each turn. */
final class Lags {
  /** One server's word for the turn that has just ended. */
  interface Lag {
    double p99Micros() throws Exception;
  }

  private final Map<String, Lag> lags = new HashMap<>();
  private final Map<String, List<Double>> seen = new TreeMap<>();

  void of(String contestant, Lag lag) {
    lags.put(contestant, lag);
  }

  /** The same contestant, asked after each of its turns. */
  Contestant asking(Contestant contestant) {
    return new Contestant() {
      @Override
      public String name() {
        return contestant.name();
      }

      @Override
      public Sample measure(long millis) throws Exception {
        Sample sample = contestant.measure(millis);
        Lag lag = lags.get(contestant.name());
        if (lag != null) {
          seen.computeIfAbsent(contestant.name(), name -> new ArrayList<>()).add(lag.p99Micros());
        }
        return sample;
      }
    };
  }

  /** The medians of what was seen since it was asked last. */
  String told() {
    Map<String, Long> medians = new TreeMap<>();
    seen.forEach((name, all) ->
        medians.put(name, Math.round(all.stream().sorted().toList().get(all.size() / 2))));
    seen.clear();
    return "event-loop lag p99, us: " + medians;
  }
}
