package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.herd.Ending;
import dev.holdfast.loadtests.herd.Guide;
import dev.holdfast.loadtests.herd.Watcher;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What clients do that keep to the documents and have no other patience: who is cut off comes again
 * at once, at another pod; who was told a time comes after it.
 */
final class StormGuide implements Guide {
  private static final int TRY_AGAIN_MS = 100;
  private static final int SPREAD_MS = 500;

  private final Stage stage;
  private final Random choice;
  private final AtomicIntegerArray places;
  private final ConcurrentLinkedQueue<Long> goaways = new ConcurrentLinkedQueue<>();
  private final AtomicLong refusals = new AtomicLong();
  private final AtomicLong wordless = new AtomicLong();

  StormGuide(Stage stage, int watchers, Random random) {
    this.stage = stage;
    this.choice = new Random(random.nextLong());
    this.places = new AtomicIntegerArray(watchers);
    for (int i = 0; i < watchers; i++) {
      places.set(i, i % stage.pods().size());
    }
  }

  @Override
  public InetSocketAddress to(Watcher watcher) {
    Pod pod = stage.pods().get(places.get(watcher.plan().place()));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), pod.uri().getPort());
  }

  @Override
  public long againMs(Watcher watcher, Ending ending) {
    return switch (ending.how()) {
      case CUT -> {
        move(watcher);
        yield 0;
      }
      case UNREACHABLE -> {
        move(watcher);
        yield TRY_AGAIN_MS + choice.nextInt(SPREAD_MS);
      }
      case CLOSED -> {
        goaways.add(ending.retryAfterMs().orElse(-1));
        move(watcher);
        yield Math.max(0, ending.retryAfterMs().orElse(0));
      }
      case REFUSED -> refused(ending);
    };
  }

  private long refused(Ending ending) {
    refusals.incrementAndGet();
    if (ending.retryAfterMs().isEmpty()) {
      wordless.incrementAndGet();
    }
    return ending.retryAfterMs().orElse(1_000) + choice.nextInt(SPREAD_MS);
  }

  private void move(Watcher watcher) {
    int place = watcher.plan().place();
    int pods = stage.pods().size();
    places.set(place, (places.get(place) + 1 + choice.nextInt(pods - 1)) % pods);
  }

  /** The number of the pod where a watcher is, or will be. */
  int podOf(Watcher watcher) {
    return places.get(watcher.plan().place());
  }

  /** What those who were closed in order were told, in milliseconds; -1 for nothing. */
  List<Long> goaways() {
    return List.copyOf(goaways);
  }

  /** How often one was not let in. */
  long refusals() {
    return refusals.get();
  }

  /** How often without being told when to come again. */
  long wordless() {
    return wordless.get();
  }
}
