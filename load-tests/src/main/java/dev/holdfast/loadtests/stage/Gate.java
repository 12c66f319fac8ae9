package dev.holdfast.loadtests.stage;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.Set;

/**
 * A TCP proxy on loopback before one server, for one pod.
 *
 * <p>What is on its way when the gate stalls is not lost: it arrives when the gate opens again, as
 * over a network that was slow.
 */
public final class Gate implements AutoCloseable {
  /** What the gate does with bytes and with new connections. */
  public enum Mode {
    OPEN,
    STALLED,
    CUT
  }

  /** Both ends of one connection. */
  private record Pair(NetSocket client, NetSocket server) {
    void apply(Mode mode) {
      switch (mode) {
        case OPEN -> {
          client.resume();
          server.resume();
        }
        case STALLED -> {
          client.pause();
          server.pause();
        }
        case CUT -> {
          client.close();
          server.close();
        }
      }
    }
  }

  private final Context context;
  private final NetClient client;
  private final NetServer server;
  private final Set<Pair> pairs = new HashSet<>();
  private int target;
  private Mode mode = Mode.OPEN;

  private Gate(Vertx vertx, Context context, int target) {
    this.context = context;
    this.target = target;
    this.client = vertx.createNetClient();
    this.server = vertx.createNetServer().connectHandler(this::accept);
  }

  /** Opens a gate before a port of this machine, on loopback. */
  public static Gate before(Vertx vertx, int target) {
    return before(vertx, "127.0.0.1", target);
  }

  /** The same at another address of this machine. */
  static Gate before(Vertx vertx, String host, int target) {
    Context context = vertx.getOrCreateContext();
    Promise<Gate> opened = Promise.promise();
    context.runOnContext(start -> {
      Gate gate = new Gate(vertx, context, target);
      gate.server.listen(0, host).map(listening -> gate).onComplete(opened);
    });
    return Blocking.result(opened.future());
  }

  /** Where pods connect to. */
  public int port() {
    return server.actualPort();
  }

  /** Changes what happens to connections, old and new; returns when it is so. */
  public void set(Mode wanted) {
    onContext(() -> {
      mode = wanted;
      Set.copyOf(pairs).forEach(pair -> pair.apply(wanted));
    });
  }

  /** New connections lead to another port from now on. */
  public void lead(int port) {
    onContext(() -> target = port);
  }

  /** The ports from which the server sees this pod's connections. */
  public Set<Integer> connections() {
    Set<Integer> ports = new HashSet<>();
    onContext(() -> pairs.forEach(pair -> ports.add(pair.server().localAddress().port())));
    return ports;
  }

  private void accept(NetSocket from) {
    if (mode == Mode.CUT) {
      from.close();
      return;
    }
    from.pause();
    Future<NetSocket> connecting = client.connect(target, "127.0.0.1");
    connecting.onFailure(failure -> from.close());
    connecting.onSuccess(to -> join(new Pair(from, to)));
  }

  private void join(Pair pair) {
    pairs.add(pair);
    pass(pair.client(), pair.server());
    pass(pair.server(), pair.client());
    pair.client().closeHandler(gone -> leave(pair, pair.server()));
    pair.server().closeHandler(gone -> leave(pair, pair.client()));
    pair.apply(mode);
  }

  private static void pass(NetSocket from, NetSocket to) {
    from.exceptionHandler(failure -> from.close());
    from.handler(bytes -> to.write(bytes));
  }

  private void leave(Pair pair, NetSocket other) {
    pairs.remove(pair);
    other.close();
  }

  private void onContext(Runnable act) {
    Promise<Boolean> done = Promise.promise();
    context.runOnContext(now -> {
      act.run();
      done.complete(true);
    });
    Blocking.result(done.future());
  }

  @Override
  public void close() {
    set(Mode.CUT);
    Blocking.result(server.close().compose(closed -> client.close()).map(true));
  }
}
