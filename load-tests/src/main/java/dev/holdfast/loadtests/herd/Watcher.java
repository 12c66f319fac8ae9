package dev.holdfast.loadtests.herd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One watcher of a session, over as many connections as it takes. It has a place in the herd, from
 * which its own transport and its address on loopback follow. Everything happens on its lane; what
 * is asked of it may be asked anywhere.
 */
public final class Watcher {
  private static final byte[] NOTHING = {};
  private static final int TRICKLE_EVERY_MS = 500;

  /** By which transport it watches. */
  public enum Kind {
    SOCKET,
    STREAM
  }

  /**
   * What does not change.
   *
   * @param after the number of the last event it has from before
   * @param receiveBytes what the kernel may keep for it; 0 for as much as the kernel likes
   * @param timed whether the times of its deliveries are noted, of what happened while it watched
   */
  public record Plan(
      int place, Kind kind, String room, long after, int receiveBytes, boolean timed) {}

  /** How it reads. */
  private enum Reading {
    ALL,
    TRICKLE,
    NOTHING
  }

  private final Plan plan;
  private final Lane lane;
  private final Herd herd;
  private final Order order;
  private final List<Ending> endings = new CopyOnWriteArrayList<>();
  private volatile boolean ready;
  private volatile long readyNanos;
  private volatile long awayNanos;
  private volatile long came;
  private long counted;
  private volatile OptionalLong toldToReturnMs = OptionalLong.empty();
  private Reading reading = Reading.ALL;
  private boolean stallsOnceReady;
  private byte[] left = NOTHING;
  private @Nullable Connection open;

  Watcher(Plan plan, Lane lane, Herd herd) {
    this.plan = plan;
    this.lane = lane;
    this.herd = herd;
    this.order = new Order(plan.after());
    this.awayNanos = System.nanoTime();
  }

  public Plan plan() {
    return plan;
  }

  /** The greatest number that came. */
  public long last() {
    return order.last();
  }

  /** How many events came. */
  public long came() {
    return came;
  }

  /** Whether it watches now. */
  public boolean ready() {
    return ready;
  }

  /** Nanoseconds from the end of its connection, or its beginning, until it watched again. */
  public long backNanos() {
    return readyNanos - awayNanos;
  }

  /** When it began to watch last, by {@link System#nanoTime}. */
  public long readyNanos() {
    return readyNanos;
  }

  /** Its connections that are over, in order, without those it left itself. */
  public List<Ending> endings() {
    return endings;
  }

  /** What it was told last about when to come again before its connection was closed. */
  public OptionalLong toldToReturnMs() {
    return toldToReturnMs;
  }

  /** Connects; where it was before is where it goes on. */
  public void connect() {
    lane.soon(this::begin);
  }

  /** Takes nothing more from its socket. */
  public void stall() {
    lane.soon(() -> reading(Reading.NOTHING));
  }

  /** Takes nothing more as soon as it watches the next time. */
  public void stallOnceReady() {
    lane.soon(() -> stallsOnceReady = true);
  }

  /** Takes one byte twice a second. */
  public void trickle() {
    lane.soon(() -> {
      reading(Reading.TRICKLE);
      drip();
    });
  }

  /** Takes all there is. */
  public void read() {
    lane.soon(() -> reading(Reading.ALL));
  }

  /** Closes its connection and stays away, or comes again as if it had been broken off. */
  public void leave(boolean comesAgain) {
    lane.soon(() -> {
      Connection left = open;
      if (left != null) {
        left.close();
        if (comesAgain) {
          away(new Ending(Ending.How.CUT, 0, ready, OptionalLong.empty()), false);
        } else {
          ready = false;
        }
      }
    });
  }

  private void begin() {
    if (open != null) {
      return;
    }
    left = NOTHING;
    reading = Reading.ALL;
    Connection connection = new Connection();
    open = connection;
    connection.connect();
  }

  private void away(Ending ending, boolean noted) {
    if (ready || endings.isEmpty()) {
      awayNanos = System.nanoTime();
    }
    ready = false;
    if (noted) {
      endings.add(ending);
    }
    long after = herd.guide().againMs(this, ending);
    if (after >= 0) {
      lane.after(after, this::begin);
    }
  }

  private void reading(Reading now) {
    reading = now;
    Connection connection = open;
    if (connection != null) {
      connection.interest();
    }
  }

  private void drip() {
    Connection connection = open;
    if (connection != null && reading == Reading.TRICKLE) {
      connection.read(new byte[1]);
      lane.after(TRICKLE_EVERY_MS, this::drip);
    }
  }

  /** One of its connections. */
  final class Connection implements Wire.Ears {
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private final Wire wire =
        switch (plan.kind()) {
          case SOCKET ->
              new SocketWire(
                  this,
                  lane.text(),
                  herd.token(),
                  herd.transport(plan.place()),
                  plan.room(),
                  last());
          case STREAM -> new StreamWire(this, lane.text(), herd.token(), plan.room(), last());
        };
    private long readyMicros;
    private boolean over;

    void connect() {
      InetSocketAddress to = herd.guide().to(Watcher.this);
      try {
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        opened.configureBlocking(false);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (plan.receiveBytes() > 0) {
          opened.setOption(StandardSocketOptions.SO_RCVBUF, plan.receiveBytes());
        }
        if (to.getAddress().isLoopbackAddress()) {
          opened.bind(new InetSocketAddress(Herd.address(plan.place()), 0));
        }
        key = opened.register(lane.selector(), SelectionKey.OP_CONNECT, this);
        if (opened.connect(to)) {
          connected();
        }
      } catch (IOException e) {
        over(new Ending(Ending.How.UNREACHABLE, 0, false, OptionalLong.empty()));
      }
    }

    /** Its channel can do something. */
    void turn(byte[] buffer) {
      SocketChannel its = channel;
      if (over || its == null) {
        return;
      }
      try {
        if (!its.isConnectionPending()) {
          read(buffer);
        } else if (its.finishConnect()) {
          connected();
        }
      } catch (IOException e) {
        over(new Ending(Ending.How.UNREACHABLE, 0, false, OptionalLong.empty()));
      }
    }

    private void connected() throws IOException {
      interest();
      say(wire.opening("127.0.0.1"));
    }

    private void interest() {
      SelectionKey its = key;
      if (its != null && its.isValid() && channel != null && channel.isConnected()) {
        its.interestOps(reading == Reading.ALL ? SelectionKey.OP_READ : 0);
      }
    }

    private void read(byte[] buffer) {
      SocketChannel its = channel;
      if (over || its == null) {
        return;
      }
      try {
        int length = its.read(ByteBuffer.wrap(buffer));
        if (length < 0) {
          over(new Ending(Ending.How.CUT, 0, ready, OptionalLong.empty()));
        } else if (left.length == 0) {
          take(buffer, length);
        } else {
          byte[] joined = Arrays.copyOf(left, left.length + length);
          System.arraycopy(buffer, 0, joined, left.length, length);
          take(joined, joined.length);
        }
      } catch (IOException e) {
        over(new Ending(Ending.How.CUT, 0, ready, OptionalLong.empty()));
      }
    }

    private void take(byte[] bytes, int end) throws IOException {
      int at = wire.take(bytes, 0, end);
      left = at == end ? NOTHING : Arrays.copyOfRange(bytes, at, end);
    }

    @Override
    public void say(byte[] bytes) throws IOException {
      SocketChannel its = channel;
      ByteBuffer whole = ByteBuffer.wrap(bytes);
      while (its != null && whole.hasRemaining()) { // small, and seldom
        if (its.write(whole) == 0) {
          Thread.onSpinWait();
        }
      }
    }

    @Override
    public void ready() {
      readyNanos = System.nanoTime();
      readyMicros = lane.delays().nowMicros();
      ready = true;
      if (stallsOnceReady) {
        stallsOnceReady = false;
        reading(Reading.NOTHING);
      }
    }

    @Override
    public void event(long seq, long atMicros) {
      if (over) {
        return;
      }
      counted++;
      came = counted;
      if (plan.timed() && atMicros >= readyMicros) { // what is older waited for this watcher
        lane.delays().note(lane.delays().nowMicros() - atMicros);
      }
      Order.Fault fault = order.take(seq);
      if (fault != Order.Fault.NONE) {
        herd.wrong(fault, Watcher.this, seq);
      }
    }

    @Override
    public void gap(long from, long to) {
      herd.wrong(Order.Fault.LOST, Watcher.this, from);
    }

    @Override
    public void goAway(long retryAfterMs) {
      toldToReturnMs = OptionalLong.of(retryAfterMs);
    }

    @Override
    public void over(Ending ending) {
      if (!over) {
        close();
        away(ending, true);
      }
    }

    void close() {
      over = true;
      open = null;
      SocketChannel its = channel;
      if (its != null) {
        try {
          its.close();
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
