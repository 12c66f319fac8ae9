package dev.holdfast.loadtests.benchmark;

import dev.holdfast.loadtests.crowd.Dialect;
import dev.holdfast.loadtests.crowd.Wanted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Goals 5 and 6: connections made, each until it may be used, and the memory that an idle one
 * takes.
 *
 * <p>{@code --connections=500 --at_once=32 --idle=4000}. Ours authenticate and are bound: on
 * transports that are known, and on new ones, of which each gets a session that is durable first.
 */
public final class Connect {
  private static final String KNOWN = "Holdfast, hello and bind, known transport";
  private static final String NEW = "Holdfast, the same, new durable session";
  private static final int AT_ONCE = 32;
  private static final int WARM_UP_ROUNDS = 5;

  private Connect() {}

  private record Place(CrowdProcess crowd, LongSupplier rss, Optional<Long> javaPid) {}

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    int rounds = options.number("rounds", 5);
    int connections = options.number("connections", 500);
    int atOnce = options.number("at_once", AT_ONCE);
    int idle = options.number("idle", 4_000);
    Map<String, Integer> parameters = options.used();
    FanoutPeer.install();
    try (Closing closing = new Closing()) {
      Servers servers = closing.add(Servers.start());
      WatchFleet fleet = closing.add(WatchFleet.start(servers, 1, 1));
      LocalRedis redis = closing.add(LocalRedis.start("appendonly no"));
      List<Place> places = new ArrayList<>();
      places.add(ours(closing, KNOWN, fleet, false));
      places.add(ours(closing, NEW, fleet, true));
      places.add(peer(closing, Fanout.WS, Dialect.PLAIN, FanoutPeer.node("ws", redis)));
      places.add(
          peer(closing, Fanout.SOCKET_IO, Dialect.SOCKET_IO, FanoutPeer.node("socket.io", redis)));
      Optional<FanoutPeer> nchan = FanoutPeer.nchan(redis);
      if (nchan.isPresent()) {
        places.add(peer(closing, Fanout.NCHAN, Dialect.NCHAN, nchan.get()));
      }
      List<Contestant> contestants =
          places.stream().map(place -> connecting(place.crowd(), connections, atOnce)).toList();
      for (int round = 0; round < WARM_UP_ROUNDS; round++) {
        for (Contestant contestant : contestants) {
          contestant.measure(0);
        }
      }
      Report report =
          new Report("Goal 5 connect", parameters, new Contest(contestants).run(rounds, 0, 0));
      Map<String, Double> bytes = new LinkedHashMap<>();
      for (Place place : places) {
        if (!place.crowd().name().equals(NEW)) {
          bytes.put(place.crowd().name(), idleBytes(place, idle));
        }
      }
      report.print(System.out, ratios(report, bytes), "resident bytes of an idle one: " + bytes);
    }
  }

  private static Contestant connecting(CrowdProcess crowd, int connections, int atOnce) {
    return new Contestant() {
      @Override
      public String name() {
        return crowd.name();
      }

      @Override
      public Sample measure(long millis) throws IOException {
        Sample made = crowd.open(connections, atOnce);
        crowd.shut();
        return made;
      }
    };
  }

  /** After those of the rounds are gone; of a JVM between two full collections. */
  private static double idleBytes(Place place, int count) throws Exception {
    collect(place);
    long before = place.rss().getAsLong();
    place.crowd().open(count, AT_ONCE);
    collect(place);
    double each = (place.rss().getAsLong() - before) / (double) count;
    place.crowd().shut();
    return Math.rint(each);
  }

  private static void collect(Place place) throws Exception {
    if (place.javaPid().isPresent()) {
      Tool.run(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
              place.javaPid().get().toString(),
              "GC.run"));
    }
  }

  private static List<Report.Ratio> ratios(Report report, Map<String, Double> bytes) {
    double ours = report.median(KNOWN, Sample::serverCpuMicros);
    return List.of(
        Report.Ratio.atMost(
            "CPU of ws", ours / report.median(Fanout.WS, Sample::serverCpuMicros), 1),
        Report.Ratio.atMost(
            "CPU of socket.io",
            ours / report.median(Fanout.SOCKET_IO, Sample::serverCpuMicros),
            1.0 / 3),
        Report.Ratio.atMost(
            "bytes of ws", bytes.getOrDefault(KNOWN, 0.0) / bytes.getOrDefault(Fanout.WS, 1.0), 1),
        Report.Ratio.atMost(
            "bytes of socket.io",
            bytes.getOrDefault(KNOWN, 0.0) / bytes.getOrDefault(Fanout.SOCKET_IO, 1.0),
            1 / 2.3));
  }

  private static Place ours(Closing closing, String name, WatchFleet fleet, boolean fresh)
      throws IOException {
    CrowdProcess crowd =
        closing.add(CrowdProcess.start(name, fleet.wanted(0, false, fresh), fleet::cpu));
    return new Place(crowd, fleet::rss, Optional.of(fleet.firstPid()));
  }

  private static Place peer(Closing closing, String name, Dialect dialect, FanoutPeer peer)
      throws IOException {
    closing.add(peer);
    Wanted wanted = new Wanted(dialect, List.of(peer.port()), List.of("0"), "", "", 0, true, false);
    return new Place(
        closing.add(CrowdProcess.start(name, wanted, peer::cpu)), peer::rss, Optional.empty());
  }
}
