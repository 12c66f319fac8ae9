package dev.holdfast.loadtests.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace for each pod, with two links: one into a bridge that only the pods are on,
 * and one into a bridge on which this process is. A link that is down loses every packet without a
 * word, as a broken network does.
 *
 * <p>Needs a network namespace of its own to stand in, in which it may do everything ({@code
 * unshare --map-root-user --net}); nothing outside of that is touched, and the kernel takes it all
 * away when its processes are gone.
 */
public final class Networks implements Ground {
  private static final String MEMBERS = "members";
  private static final String SERVICES = "services";
  private static final String MEMBERS_NET = "10.78.0.";
  private static final String SERVICES_NET = "10.79.0.";
  private static final int HERE = 254;
  private static final int WIDTH = 24;

  private final List<Process> holders = new ArrayList<>();

  private Networks() {}

  /**
   * Lays the networks for so many pods.
   *
   * @throws IllegalStateException where that is not allowed here
   */
  public static Networks lay(int pods) {
    Networks networks = new Networks();
    run("ip", "link", "set", "lo", "up");
    for (String bridge : List.of(MEMBERS, SERVICES)) {
      run("ip", "link", "add", bridge, "type", "bridge");
      run("ip", "link", "set", bridge, "up");
    }
    run("ip", "addr", "add", SERVICES_NET + HERE + "/" + WIDTH, "dev", SERVICES);
    for (int pod = 0; pod < pods; pod++) {
      networks.add(pod);
    }
    return networks;
  }

  private void add(int pod) {
    Process holder = hold();
    holders.add(holder);
    link(pod, MEMBERS, memberHost(pod), holder);
    link(pod, SERVICES, clientHost(pod), holder);
    inside(pod, "ip", "link", "set", "lo", "up");
  }

  /** A process that does nothing but have a network namespace; it ends with its standard input. */
  private static Process hold() {
    try {
      Process holder =
          new ProcessBuilder("unshare", "--net", "sh", "-c", "echo stands; exec cat")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (holder.inputReader(StandardCharsets.UTF_8).readLine() == null) {
        throw new IllegalStateException("no network namespace can be made here");
      }
      return holder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void link(int pod, String bridge, String address, Process holder) {
    String end = end(bridge, pod);
    String pid = Long.toString(holder.pid());
    run("ip", "link", "add", end, "type", "veth", "peer", "name", bridge, "netns", pid);
    run("ip", "link", "set", end, "master", bridge, "up");
    inside(pod, "ip", "addr", "add", address + "/" + WIDTH, "dev", bridge);
    inside(pod, "ip", "link", "set", bridge, "up");
  }

  /** What the end of a link is called on this side. */
  private static String end(String bridge, int pod) {
    return bridge + "-" + (pod + 1);
  }

  @Override
  public String memberHost(int pod) {
    return MEMBERS_NET + (pod + 1);
  }

  @Override
  public String clientHost(int pod) {
    return SERVICES_NET + (pod + 1);
  }

  @Override
  public String storesHost() {
    return SERVICES_NET + HERE;
  }

  @Override
  public List<String> launcher(int pod) {
    return List.of("nsenter", "--target", Long.toString(holders.get(pod).pid()), "--net");
  }

  @Override
  public boolean canCut() {
    return true;
  }

  @Override
  public void members(int pod, boolean linked) {
    run("ip", "link", "set", end(MEMBERS, pod), linked ? "up" : "down");
  }

  @Override
  public void services(int pod, boolean linked) {
    run("ip", "link", "set", end(SERVICES, pod), linked ? "up" : "down");
  }

  private void inside(int pod, String... command) {
    List<String> whole = new ArrayList<>(launcher(pod));
    whole.addAll(List.of(command));
    run(whole.toArray(String[]::new));
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + printed.strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    holders.forEach(Process::destroyForcibly);
  }
}
