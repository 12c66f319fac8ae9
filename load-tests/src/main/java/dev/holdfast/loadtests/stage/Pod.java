package dev.holdfast.loadtests.stage;

import dev.holdfast.deploy.fleet.PodProcess;
import dev.holdfast.deploy.process.Stopping;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A place for a pod: its process, which may be another one after each start, and its gates. */
public final class Pod {
  static final String ADMIN_PORT = "admin.port";
  private static final int STARTS_MAX = 10;
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  private final String name;
  private final Gate postgres;
  private final Gate redis;
  private final Supplier<Map<String, String>> settings;
  private final IntSupplier heapMegabytes;
  private final List<String> launcher;
  private volatile Launched launched;

  /** A process and what it was started with. */
  private record Launched(Map<String, String> settings, int heapMegabytes, PodProcess process) {
    static Launched with(
        List<String> launcher, String name, Map<String, String> settings, int heapMegabytes) {
      return new Launched(
          settings, heapMegabytes, PodProcess.launchBy(launcher, name, settings, heapMegabytes));
    }
  }

  Pod(
      String name,
      Gate postgres,
      Gate redis,
      Supplier<Map<String, String>> settings,
      IntSupplier heapMegabytes,
      List<String> launcher) {
    this.name = name;
    this.postgres = postgres;
    this.redis = redis;
    this.settings = settings;
    this.heapMegabytes = heapMegabytes;
    this.launcher = launcher;
    this.launched = Launched.with(launcher, name, settings.get(), heapMegabytes.getAsInt());
  }

  public String name() {
    return name;
  }

  /** Between this pod and Postgres. */
  public Gate postgres() {
    return postgres;
  }

  /** Between this pod and Redis. */
  public Gate redis() {
    return redis;
  }

  /** Where it is reached; nowhere while it is not ready. */
  public URI uri() {
    try {
      return process().uri();
    } catch (CompletionException e) { // this start failed; another will follow
      return NOWHERE;
    }
  }

  /** Where it tells its meters, to programs on the same ground. */
  public URI admin() {
    return URI.create("http://127.0.0.1:" + launched.settings().get(ADMIN_PORT));
  }

  public PodProcess process() {
    return launched.process();
  }

  /** Whether it was started with other settings than it would be started with now. */
  boolean outdated() {
    return !launched.settings().equals(settings.get())
        || launched.heapMegabytes() != heapMegabytes.getAsInt();
  }

  public boolean alive() {
    return ProcessHandle.of(process().pid()).map(ProcessHandle::isAlive).orElse(false);
  }

  /** {@code SIGKILL}; returns when it is gone. */
  public void kill() {
    process().kill();
  }

  /** {@code SIGTERM}; returns its exit code when it is gone. */
  public int terminate() {
    return process().terminate();
  }

  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  /** Begins to start it anew; {@link #awaitReady} waits for it. */
  public void launch() {
    launched = Launched.with(launcher, name, settings.get(), heapMegabytes.getAsInt());
  }

  /** Waits until it is ready; one that gave up is started again, as a supervisor would. */
  public void awaitReady() {
    for (int left = STARTS_MAX; ; left--) {
      try {
        process().awaitReady();
        return;
      } catch (IllegalStateException e) {
        if (left == 1) {
          throw e;
        }
        process().kill();
        launch();
      }
    }
  }

  public void start() {
    launch();
    awaitReady();
  }

  private void signal(String name) {
    ProcessHandle.of(process().pid()).ifPresent(handle -> Stopping.signal(handle, name));
  }
}
