package dev.holdfast.loadtests.herd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a watcher, from its socket to what its wire makes of the bytes; of its lane.
 */
final class Connection implements Wire.Ears {
  private static final byte[] NOTHING = {};

  private final Watcher watcher;
  private final Lane lane;
  private final Herd herd;
  private final Wire wire;
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private byte[] left = NOTHING;
  private boolean reads = true;
  private long readyMicros;
  private boolean over;

  Connection(Watcher watcher, Lane lane, Herd herd) {
    this.watcher = watcher;
    this.lane = lane;
    this.herd = herd;
    this.wire = wire();
  }

  private Wire wire() {
    Watcher.Plan plan = watcher.plan();
    return switch (plan.kind()) {
      case SOCKET ->
          new SocketWire(
              this,
              lane.text(),
              herd.token(),
              herd.transport(plan.place()),
              plan.room(),
              watcher.last());
      case STREAM -> new StreamWire(this, lane.text(), herd.token(), plan.room(), watcher.last());
    };
  }

  void connect() {
    InetSocketAddress to = herd.guide().to(watcher);
    Watcher.Plan plan = watcher.plan();
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

  /** Takes what comes from now on, or only what it is made to read. */
  void reads(boolean all) {
    reads = all;
    interest();
  }

  /** Takes as much as the buffer holds, if so much came. */
  void read(byte[] buffer) {
    SocketChannel its = channel;
    if (over || its == null) {
      return;
    }
    try {
      int length = its.read(ByteBuffer.wrap(buffer));
      if (length < 0) {
        over(new Ending(Ending.How.CUT, 0, watcher.ready(), OptionalLong.empty()));
      } else if (left.length == 0) {
        take(buffer, length);
      } else {
        byte[] joined = Arrays.copyOf(left, left.length + length);
        System.arraycopy(buffer, 0, joined, left.length, length);
        take(joined, joined.length);
      }
    } catch (IOException e) {
      over(new Ending(Ending.How.CUT, 0, watcher.ready(), OptionalLong.empty()));
    }
  }

  void close() {
    over = true;
    SocketChannel its = channel;
    if (its != null) {
      try {
        its.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void connected() throws IOException {
    interest();
    say(wire.opening("127.0.0.1"));
  }

  private void interest() {
    SelectionKey its = key;
    if (its != null && its.isValid() && channel != null && channel.isConnected()) {
      its.interestOps(reads ? SelectionKey.OP_READ : 0);
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
    readyMicros = lane.delays().nowMicros();
    watcher.watches();
  }

  @Override
  public void event(long seq, long atMicros) {
    if (over) {
      return;
    }
    if (watcher.plan().timed() && atMicros >= readyMicros) { // what is older waited for the watcher
      lane.delays().note(lane.delays().nowMicros() - atMicros);
    }
    watcher.took(seq);
  }

  @Override
  public void gap(long from, long to) {
    herd.wrong(Order.Fault.LOST, watcher, from);
  }

  @Override
  public void goAway(long retryAfterMs) {
    watcher.toldToReturn(retryAfterMs);
  }

  @Override
  public void over(Ending ending) {
    if (!over) {
      close();
      watcher.over(ending);
    }
  }
}
