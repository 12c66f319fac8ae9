package dev.holdfast.deploy.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a pod that can be cut. */
final class Relay implements AutoCloseable {
  private final URI target;
  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  Relay(URI target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().start(this::accept);
  }

  /** Where it is reached, for example {@code http://127.0.0.1:41234}. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Ends all connections; new ones are let through. */
  void cut() {
    List<Socket> cut = List.copyOf(open);
    open.removeAll(cut);
    cut.forEach(Relay::end);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket pod = new Socket(target.getHost(), target.getPort());
        open.addAll(List.of(client, pod));
        Thread.ofPlatform().daemon().start(() -> copy(client, pod));
        Thread.ofPlatform().daemon().start(() -> copy(pod, client));
      }
    } catch (IOException e) {
      cut(); // it was closed
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // It was cut; so is the other direction.
    }
    end(from);
    end(to);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
