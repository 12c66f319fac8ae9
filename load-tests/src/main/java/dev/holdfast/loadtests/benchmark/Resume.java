package dev.holdfast.loadtests.benchmark;

import dev.holdfast.loadtests.crowd.Dialect;
import dev.holdfast.loadtests.crowd.Wanted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Goal 11: watchers come back and get what they missed from the exact position, one after the other
 * and many at once; a message that is left out or comes twice ends the benchmark.
 *
 * <p>{@code --watchers=100 --storm=500}; judged by the time from the connect to the last of 100
 * missed messages.
 */
public final class Resume {
  /** Messages that are missed. */
  static final int MISSED = 100;

  private static final int WARM_UP_ROUNDS = 5;
  private static final int MESSAGE_BYTES = 250;

  private Resume() {}

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    int rounds = options.number("rounds", 5);
    int watchers = options.number("watchers", 100);
    int storm = options.number("storm", 500);
    Map<String, Integer> parameters = options.used();
    FanoutPeer.install();
    try (Closing closing = new Closing()) {
      Servers servers = closing.add(Servers.start());
      WatchFleet fleet = closing.add(WatchFleet.start(servers, 1, 1));
      LocalRedis redis = closing.add(LocalRedis.start("appendonly no"));
      List<CrowdProcess> crowds = new ArrayList<>();
      crowds.add(
          closing.add(
              CrowdProcess.start(
                  Fanout.OURS, fleet.wanted(MESSAGE_BYTES, true, false), fleet::cpu)));
      FanoutPeer socketIo = closing.add(FanoutPeer.node("socket.io", redis));
      crowds.add(peer(closing, Fanout.SOCKET_IO, Dialect.SOCKET_IO, socketIo));
      Optional<FanoutPeer> nchan = FanoutPeer.nchan(redis);
      if (nchan.isPresent()) {
        crowds.add(peer(closing, Fanout.NCHAN, Dialect.NCHAN, closing.add(nchan.get())));
      }
      for (CrowdProcess crowd : crowds) {
        crowd.publisher();
      }
      Report single = report("Goal 11 resume", parameters, crowds, rounds, watchers, 1);
      Report together = report("Goal 11 resume storm", parameters, crowds, rounds, storm, storm);
      String note = "an operation is one watcher that came back and got " + MISSED + " messages";
      single.print(System.out, latencies(single), note);
      together.print(System.out, rates(together), note);
    }
  }

  private static Report report(
      String title,
      Map<String, Integer> parameters,
      List<CrowdProcess> crowds,
      int rounds,
      int watchers,
      int atOnce)
      throws Exception {
    List<Contestant> contestants =
        crowds.stream().map(crowd -> resuming(crowd, watchers, atOnce)).toList();
    for (int round = 1; round < WARM_UP_ROUNDS; round++) { // and one more by the contest
      for (Contestant contestant : contestants) {
        contestant.measure(0);
      }
    }
    return new Report(title, parameters, new Contest(contestants).run(rounds, 0, 0));
  }

  private static Contestant resuming(CrowdProcess crowd, int watchers, int atOnce) {
    String how = watchers + " " + atOnce + " " + MISSED;
    return new Contestant() {
      @Override
      public String name() {
        return crowd.name();
      }

      @Override
      public Sample measure(long millis) throws IOException {
        crowd.ask("miss " + how);
        return crowd.ask("resume " + how);
      }
    };
  }

  private static List<Report.Ratio> latencies(Report report) {
    double ours = report.median(Fanout.OURS, Sample::p99Micros);
    return against(report, 0.5, "p99 of ", name -> ours / report.median(name, Sample::p99Micros));
  }

  private static List<Report.Ratio> rates(Report report) {
    double ours = report.rate(Fanout.OURS);
    List<Report.Ratio> ratios = new ArrayList<>();
    ratios.add(Report.Ratio.atLeast("rate of socket.io", ours / report.rate(Fanout.SOCKET_IO), 5));
    if (!Double.isNaN(report.rate(Fanout.NCHAN))) {
      ratios.add(Report.Ratio.atLeast("rate of Nchan", ours / report.rate(Fanout.NCHAN), 1));
    }
    return ratios;
  }

  private static List<Report.Ratio> against(
      Report report, double most, String what, ToDoubleFunction<String> ratio) {
    return List.of(Fanout.SOCKET_IO, Fanout.NCHAN).stream()
        .filter(name -> !Double.isNaN(report.rate(name)))
        .map(name -> Report.Ratio.atMost(what + name, ratio.applyAsDouble(name), most))
        .toList();
  }

  private static CrowdProcess peer(Closing closing, String name, Dialect dialect, FanoutPeer peer)
      throws IOException {
    Wanted wanted =
        new Wanted(dialect, List.of(peer.port()), List.of("0"), "", "", MESSAGE_BYTES, true, false);
    return closing.add(CrowdProcess.start(name, wanted, peer::cpu));
  }
}
