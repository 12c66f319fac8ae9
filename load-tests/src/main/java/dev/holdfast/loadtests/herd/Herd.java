package dev.holdfast.loadtests.herd;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** All watchers of one credential. */
public final class Herd implements AutoCloseable {
  private static final int TOLD_MAX = 20;

  /** Of this many connections one address has ports enough, whatever the server. */
  private static final int PLACES_AN_ADDRESS = 10_000;

  /**
   * What was wrong with the order of what came to them, each with the first in words.
   *
   * @param lost numbers that were left out
   * @param repeated numbers that came again
   * @param late numbers that came after later ones
   */
  public record Wrongs(long lost, long repeated, long late, List<String> told) {}

  private final String name;
  private final String token;
  private final Guide guide;
  private final List<Lane> lanes;
  private final Map<Order.Fault, Long> wrongs = new EnumMap<>(Order.Fault.class);
  private final List<String> told = new ArrayList<>();

  private Herd(String name, String token, Guide guide, List<Lane> lanes) {
    this.name = name;
    this.token = token;
    this.guide = guide;
    this.lanes = lanes;
  }

  /**
   * A herd without watchers.
   *
   * @param name what the ids of their transports begin with
   */
  public static Herd open(String name, String token, int threads, Guide guide) {
    List<Lane> lanes = IntStream.range(0, threads).mapToObj(lane -> new Lane()).toList();
    lanes.forEach(Lane::start);
    return new Herd(name, token, guide, lanes);
  }

  /** One more; it does not connect yet. */
  public Watcher add(Watcher.Plan plan) {
    return new Watcher(plan, lanes.get(plan.place() % lanes.size()), this);
  }

  /** How long the deliveries took that are timed, since this was asked before: sorted, in us. */
  public int[] delays() {
    int[] all =
        lanes.stream()
            .map(lane -> {
              CompletableFuture<int[]> taken = new CompletableFuture<>();
              lane.soon(() -> taken.complete(lane.delays().taken()));
              return taken.join();
            })
            .flatMapToInt(Arrays::stream)
            .toArray();
    Arrays.sort(all);
    return all;
  }

  public synchronized Wrongs wrongs() {
    return new Wrongs(
        count(Order.Fault.LOST),
        count(Order.Fault.REPEATED),
        count(Order.Fault.LATE),
        List.copyOf(told));
  }

  private long count(Order.Fault fault) {
    return wrongs.getOrDefault(fault, 0L);
  }

  synchronized void wrong(Order.Fault fault, Watcher watcher, long seq) {
    wrongs.merge(fault, 1L, Long::sum);
    if (told.size() < TOLD_MAX) {
      told.add(fault + " at " + seq + " of " + watcher.plan().room());
    }
  }

  Guide guide() {
    return guide;
  }

  String token() {
    return token;
  }

  String transport(int place) {
    return name + "-" + place;
  }

  /** From where a watcher connects: each address of loopback has ports for so many. */
  public static InetAddress address(int place) {
    try {
      return InetAddress.getByAddress(
          new byte[] {127, 0, 0, (byte) (2 + place / PLACES_AN_ADDRESS)});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    lanes.forEach(Lane::close);
  }
}
