package dev.holdfast.loadtests.crowd;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The program: its first line of standard input says what is wanted, see {@link Wanted}; each other
 * one is a command that is answered by one line of JSON when it is over.
 *
 * <p>{@code open <watchers> <at once>}, {@code publisher}, {@code paced <bursts a second> <messages
 * in a burst> <ms>}, {@code closed <bursts at once> <messages in a burst> <ms>}, {@code miss
 * <watchers> <at once> <messages>}, {@code resume <watchers> <at once> <messages>}, {@code shut}.
 * The end of input ends it.
 */
public final class Crowd {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int BUFFER = 1 << 20;
  private static final String END = "";

  private final Selector selector = Selector.open();
  private final byte[] buffer = new byte[BUFFER];
  private final LinkedBlockingQueue<String> commands;
  private final List<Line> watchers = new ArrayList<>();
  private final Wanted wanted;
  private final Publisher publisher;
  private Arrivals arrivals = new Arrivals();
  private int resumed;
  private int past;
  private boolean remembers;
  private List<String> positions = List.of();

  private Crowd(Wanted wanted, LinkedBlockingQueue<String> commands) throws IOException {
    this.wanted = wanted;
    this.commands = commands;
    this.publisher = new Publisher(wanted, selector);
  }

  public static void main(String[] none) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Wanted wanted = Wanted.of(new JsonObject(in.readLine()));
    LinkedBlockingQueue<String> commands = new LinkedBlockingQueue<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          in.lines().forEach(commands::add);
          commands.add(END);
        });
    new Crowd(wanted, commands).serve();
  }

  /** Between commands the lines are read as well: they are asked whether they live. */
  private void serve() throws IOException {
    while (true) {
      String command = commands.poll();
      if (command == null) {
        turn(20);
      } else if (command.equals(END)) {
        return;
      } else {
        System.out.println(answer(command.split(" ", -1)).encode());
      }
    }
  }

  private JsonObject answer(String... words) throws IOException {
    arrivals = new Arrivals();
    switch (words[0]) {
      case "open" -> open(number(words, 1), number(words, 2), 0);
      case "publisher" -> {
        publisher.open();
        until(publisher::isReady);
      }
      case "paced" -> paced(number(words, 1), number(words, 2), number(words, 3));
      case "closed" -> closed(number(words, 1), number(words, 2), number(words, 3));
      case "miss" -> miss(number(words, 1), number(words, 2), number(words, 3));
      case "resume" -> {
        shut();
        open(number(words, 1), number(words, 2), number(words, 3));
      }
      case "shut" -> shut();
      default -> throw new IllegalArgumentException(words[0]);
    }
    return arrivals.told();
  }

  private static int number(String[] words, int at) {
    return Integer.parseInt(words[at]);
  }

  /** Judged by the time from the connect until a line is ready, with as many messages. */
  private void open(int count, int atOnce, int messages) throws IOException {
    resumed = messages;
    past = publisher.published();
    long begun = 0;
    while (arrivals.count() < count) {
      while (begun < count && begun - arrivals.count() < atOnce) {
        begun++;
        Line.Owner owner = new Watching();
        int place = watchers.size();
        watchers.add(
            Line.open(
                owner,
                selector,
                wanted.address(place),
                positions.isEmpty()
                    ? wanted.dialect().watch(wanted.room(place))
                    : wanted.dialect().again(wanted.room(place)),
                place));
        if (!positions.isEmpty()) {
          watchers.getLast().position = positions.get(place);
        }
      }
      turn(10);
    }
    resumed = 0;
  }

  /** Watchers see one message, go, and miss the next ones. */
  private void miss(int count, int atOnce, int messages) throws IOException {
    shut();
    positions = List.of();
    open(count, atOnce, 0);
    arrivals = new Arrivals();
    remembers = true;
    publish(1, System.nanoTime());
    until(() -> arrivals.incomplete() == 0);
    remembers = false;
    positions = watchers.stream().map(line -> line.position).toList();
    shut();
    settle();
    for (int sent = 0; sent < messages; sent++) {
      publish(1, System.nanoTime());
      turn(1);
    }
    settle();
  }

  /** What the server still has to do before it is as it would be found. */
  private void settle() throws IOException {
    long end = System.nanoTime() + SETTLE_NANOS;
    while (System.nanoTime() < end) {
      turn(10);
    }
  }

  private void shut() throws IOException {
    for (Line line : watchers) {
      line.close();
    }
    watchers.clear();
    selector.selectNow();
  }

  private void paced(int perSecond, int burst, int millis) throws IOException {
    long start = System.nanoTime();
    long bursts = Math.max(1, (long) millis * perSecond / 1_000);
    for (long sent = 0; sent < bursts; ) {
      long due = start + sent * 1_000_000_000 / perSecond;
      long left = due - System.nanoTime();
      if (left <= 0) {
        publish(burst, due);
        sent++;
      } else {
        turn(left / 1_000_000);
      }
    }
    until(() -> arrivals.incomplete() == 0);
  }

  private void closed(int atOnce, int burst, int millis) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      while (arrivals.incomplete() <= (atOnce - 1) * burst) {
        publish(burst, System.nanoTime());
      }
      turn(10);
    }
    until(() -> arrivals.incomplete() == 0);
  }

  private void publish(int burst, long due) throws IOException {
    int each = watchers.size() / wanted.rooms().size();
    publisher.publish(burst, due, number -> arrivals.expect(number, each));
  }

  private void until(BooleanSupplier done) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!done.getAsBoolean() && System.nanoTime() < end) {
      turn(10);
    }
  }

  /** Reads whatever there is, after at most so many milliseconds; without any at once. */
  private void turn(long millis) throws IOException {
    publisher.beat();
    if (millis <= 0) {
      selector.selectNow();
    } else {
      selector.select(millis);
    }
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid()) {
        ((Line) key.attachment()).read(buffer);
      }
    }
    selector.selectedKeys().clear();
  }

  private final class Watching implements Line.Owner {
    private boolean done;

    @Override
    public void opened(Line line) throws IOException {
      wanted.dialect().watcherOpened(line, wanted);
      check(line);
    }

    @Override
    public void text(Line line, byte[] bytes, int from, int to) throws IOException {
      int at = Stamp.find(bytes, from, to);
      if (at < 0) {
        line.ready |=
            wanted.dialect().watcherReady(line, Stamp.ascii(bytes, from, to), wanted) || line.ready;
        check(line);
      } else if (resumed == 0 && Stamp.number(bytes, at) < past) {
        return; // a log is read from its start
      } else if (resumed > 0) {
        line.resumed(Stamp.number(bytes, at), past - resumed);
        check(line);
      } else {
        arrivals.came(Stamp.number(bytes, at), Stamp.nanos(bytes, at), System.nanoTime());
        if (remembers) {
          line.position = wanted.dialect().position(line, Stamp.ascii(bytes, from, to));
        }
      }
    }

    private void check(Line line) {
      if (!done && line.ready && line.messages >= resumed) {
        done = true;
        long now = System.nanoTime();
        arrivals.took(now - line.begun, now);
      }
    }
  }
}
