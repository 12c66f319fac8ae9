package dev.holdfast.loadtests.benchmark;

import dev.holdfast.loadtests.crowd.Dialect;
import dev.holdfast.loadtests.crowd.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Goals 9a, 9b and 12: one message to all who watch, over WebSocket, alone and in bursts, beside
 * servers that others wrote and a program that does nothing but write.
 *
 * <p>{@code --watchers=1000 --sessions=1 --rate=100 --bursts=20 --burst=8 --pods=1}. {@code rate}
 * and {@code bursts} are published messages and bursts a second where it is paced; with {@code
 * --pods=2} or more the fleets of one to so many pods are measured beside each other, and no peer.
 */
public final class Fanout {
  static final String OURS = "Holdfast, durable events";
  static final String WS = "ws";
  static final String SOCKET_IO = "socket.io, redis-streams, recovery";
  static final String NCHAN = "Nchan with Redis";
  static final String FLOOR = "epoll and write, C";
  private static final int MESSAGE_BYTES = 250;
  private static final int AT_ONCE = 32;
  private static final int WINDOW = 4;

  private final Course course;
  private final Closing closing;
  private final Lags lags = new Lags();

  private Fanout(Course course, Closing closing) {
    this.course = course;
    this.closing = closing;
  }

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    Course course =
        new Course(
            options.number("rounds", 5),
            options.number("round_ms", 3_000),
            options.number("warmup_ms", 10_000),
            options.number("watchers", 1_000),
            options.number("sessions", 1),
            options.number("rate", 100),
            options.number("bursts", 20),
            options.number("burst", 8),
            options.number("closed", 1) > 0);
    int pods = options.number("pods", 1);
    boolean peers = options.number("peers", 1) > 0;
    Map<String, Integer> parameters = options.used();
    try (Closing closing = new Closing()) {
      Fanout fanout = new Fanout(course, closing);
      if (pods > 1) {
        fanout.scaling(parameters, pods);
      } else {
        fanout.fanOut(parameters, peers);
      }
    }
  }

  /** How it is measured. */
  private record Course(
      int rounds,
      int roundMs,
      int warmUpMs,
      int watchers,
      int sessions,
      int rate,
      int bursts,
      int burst,
      boolean closed) {}

  private Report report(String title, Map<String, Integer> parameters, List<Contestant> all)
      throws Exception {
    return new Report(
        title,
        parameters,
        new Contest(all.stream().map(lags::asking).toList())
            .run(course.rounds(), course.warmUpMs(), course.roundMs()));
  }

  private void fanOut(Map<String, Integer> parameters, boolean peers) throws Exception {
    List<CrowdProcess> crowds = new ArrayList<>();
    crowds.add(ours(OURS, 1));
    if (peers) {
      crowds.addAll(peers());
    }
    if (course.closed()) {
      Report rate =
          report(
              "Goal 9 fan-out as fast as it goes",
              parameters,
              crowds.stream().map(crowd -> crowd.closed(WINDOW, 1)).toList());
      rate.print(System.out, List.of(), lags.told(), WINDOW + " messages on their way at any time");
    }
    Report single =
        report(
            "Goal 9a fan-out of single messages",
            parameters,
            crowds.stream().map(crowd -> crowd.paced(course.rate(), 1)).toList());
    String singleLag = lags.told();
    Report bursts =
        report(
            "Goal 9b fan-out of bursts",
            parameters,
            crowds.stream().map(crowd -> crowd.paced(course.bursts(), course.burst())).toList());
    single.print(
        System.out,
        goals(
            single,
            List.of(Goal.cpu(NCHAN, 0.9), Goal.cpu(SOCKET_IO, 0.5), Goal.cpu(FLOOR, 1 / 0.75)),
            Optional.of(NCHAN)),
        singleLag,
        note());
    bursts.print(
        System.out,
        goals(
            bursts,
            List.of(
                Goal.cpu(NCHAN, 1.0 / 5), Goal.cpu(SOCKET_IO, 1.0 / 8), Goal.cpu(FLOOR, 1.0 / 3)),
            Optional.empty()),
        lags.told(),
        note());
  }

  private void scaling(Map<String, Integer> parameters, int pods) throws Exception {
    List<CrowdProcess> crowds = new ArrayList<>();
    for (int count = 1; count <= pods; count++) {
      crowds.add(ours(count + (count == 1 ? " pod" : " pods"), count));
    }
    Report report =
        report(
            "Goal 12 fan-out on more pods",
            parameters,
            crowds.stream().map(crowd -> crowd.paced(course.rate(), 1)).toList());
    double one = report.median(crowds.getFirst().name(), Sample::serverCpuMicros);
    report.print(
        System.out,
        IntStream.range(1, pods)
            .mapToObj(i ->
                Report.Ratio.atMost(
                    "CPU of a delivery on " + crowds.get(i).name() + ", of that on 1",
                    report.median(crowds.get(i).name(), Sample::serverCpuMicros) / one,
                    1.2))
            .toList(),
        lags.told(),
        note());
  }

  /** At most so much of a peer's processor time for each delivery. */
  private record Goal(String peer, double most) {
    static Goal cpu(String peer, double most) {
      return new Goal(peer, most);
    }
  }

  private static List<Report.Ratio> goals(
      Report report, List<Goal> goals, Optional<String> p99Peer) {
    List<Report.Ratio> ratios = new ArrayList<>();
    double cpu = report.median(OURS, Sample::serverCpuMicros);
    for (Goal goal : goals) {
      double theirs = report.median(goal.peer(), Sample::serverCpuMicros);
      if (!Double.isNaN(theirs)) {
        ratios.add(Report.Ratio.atMost("CPU of " + goal.peer(), cpu / theirs, goal.most()));
      }
    }
    double p99 = report.median(OURS, Sample::p99Micros);
    p99Peer
        .map(peer -> report.median(peer, Sample::p99Micros))
        .filter(theirs -> !theirs.isNaN())
        .ifPresentOrElse(
            theirs -> ratios.add(Report.Ratio.atMost("p99 of the same", p99 / theirs, 1)),
            () -> ratios.add(Report.Ratio.atMost("p99, ms", p99 / 1e3, 6)));
    return ratios;
  }

  private static String note() {
    return "an operation is one message at one watcher; server us is the processor time of the"
        + " servers' processes without their stores; latencies are from when a message was due"
        + " until it was read; ours are durable (fsync, synchronous_commit on), and a frame of"
        + " theirs is 250 bytes, of ours those and an envelope";
  }

  private CrowdProcess ours(String name, int pods) throws Exception {
    Servers servers = closing.add(Servers.start());
    WatchFleet fleet = closing.add(WatchFleet.start(servers, pods, course.sessions()));
    lags.of(name, fleet::lagP99Micros);
    return crowd(name, fleet.wanted(MESSAGE_BYTES, true, false), fleet::cpu);
  }

  private List<CrowdProcess> peers() throws Exception {
    FanoutPeer.install();
    List<CrowdProcess> crowds = new ArrayList<>();
    LocalRedis redis = closing.add(LocalRedis.start("appendonly no"));
    FanoutPeer plain = FanoutPeer.node("ws", redis);
    lags.of(WS, plain::lagP99Micros);
    crowds.add(peer(WS, Dialect.PLAIN, plain));
    FanoutPeer socketIo = FanoutPeer.node("socket.io", redis);
    lags.of(SOCKET_IO, socketIo::lagP99Micros);
    crowds.add(peer(SOCKET_IO, Dialect.SOCKET_IO, socketIo));
    Optional<FanoutPeer> nchan = FanoutPeer.nchan(redis);
    if (nchan.isPresent()) {
      crowds.add(peer(NCHAN, Dialect.NCHAN, nchan.get()));
    }
    Optional<FanoutPeer> floor = course.sessions() > 1 ? Optional.empty() : FanoutPeer.floor();
    if (floor.isPresent()) {
      crowds.add(peer(FLOOR, Dialect.FLOOR, floor.get()));
    }
    return crowds;
  }

  private CrowdProcess peer(String name, Dialect dialect, FanoutPeer peer) throws Exception {
    closing.add(peer);
    List<String> rooms = IntStream.range(0, course.sessions()).mapToObj(Integer::toString).toList();
    Wanted wanted =
        new Wanted(dialect, List.of(peer.port()), rooms, "", "", MESSAGE_BYTES, true, false);
    return crowd(name, wanted, peer::cpu);
  }

  private CrowdProcess crowd(String name, Wanted wanted, LongSupplier cpu) throws Exception {
    CrowdProcess crowd = closing.add(CrowdProcess.start(name, wanted, cpu));
    crowd.publisher();
    crowd.open(course.watchers(), AT_ONCE);
    return crowd;
  }
}
