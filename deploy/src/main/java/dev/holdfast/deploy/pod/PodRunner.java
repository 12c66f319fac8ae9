package dev.holdfast.deploy.pod;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.deploy.health.HealthServer;
import dev.holdfast.deploy.metrics.PodMeters;
import dev.holdfast.deploy.process.StopRequest;
import dev.holdfast.deploy.store.JdbcAccess;
import dev.holdfast.deploy.store.SchemaCheck;
import dev.holdfast.deploy.store.WallCheck;
import dev.holdfast.deploy.trace.Collector;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.net.BindException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one pod, on the thread that calls it: start, serve until asked to stop, stop.
 *
 * <p>Every step waits for the one before. When a step fails, what had been started is stopped.
 */
public final class PodRunner {
  private static final Logger LOG = LoggerFactory.getLogger(PodRunner.class);

  private final PodConfig config;
  private final StopRequest stop;
  private final PrintStream out;

  /**
   * @param out takes the one line that tells the pod is ready
   */
  public PodRunner(PodConfig config, StopRequest stop, PrintStream out) {
    this.config = config;
    this.stop = stop;
    this.out = out;
  }

  /**
   * Returns after an orderly stop.
   *
   * @throws OperatorFault of one line when the pod cannot be started
   */
  public void run() {
    stop.limit(config.drainMsMax());
    config.lines().forEach(line -> LOG.info("config {}", line));
    config.gateway().warnings().forEach(LOG::warn);
    LOG.info(
        "schema at version {}", new SchemaCheck(JdbcAccess.of(config.postgres())).expectCurrent());
    new WallCheck(JdbcAccess.of(config.postgres())).expectUsable();
    if (stop.isAsked()) {
      return;
    }
    try (PodMeters meters = new PodMeters();
        Collector collector = Collector.open(config.tracing(), config.name())) {
      Vertx vertx = await(Clustering.open(config.cluster(), meters));
      try {
        serve(vertx, meters, collector.tracing());
      } finally {
        await(vertx.close());
      }
    }
    LOG.info("stopped");
  }

  private void serve(Vertx vertx, PodMeters meters, Tracing tracing) {
    Bus.install(vertx);
    HealthServer health = new HealthServer(vertx, config.postgres(), meters);
    int adminPort =
        listening(
            "admin", config.admin(), health.listen(config.admin().host(), config.admin().port()));
    LOG.info("health on {}/health/ready", url(config.admin().host(), adminPort));
    PodVerticles verticles =
        new PodVerticles(vertx, config, meters.registry(), health::phase, tracing);
    try {
      int port = listening("http", config.http(), verticles.start());
      health.started();
      out.println(
          "ready " + url(config.http().host(), port) + " pid " + ProcessHandle.current().pid());
      out.flush();
      LOG.info("stopping: {}", stop.asked().join());
    } finally {
      health.draining();
      stopInOrder(verticles);
    }
  }

  /** A part that fails to stop does not keep the others from stopping. */
  private static void stopInOrder(PodVerticles verticles) {
    for (PodVerticles.Part part : PodVerticles.Part.values()) {
      try {
        await(verticles.stop(part));
      } catch (RuntimeException e) {
        LOG.error("{} did not stop in order", part, e);
      }
    }
  }

  private static int listening(String name, PodConfig.Listen listen, Future<Integer> port) {
    try {
      return await(port);
    } catch (RuntimeException e) {
      BindException refused = bindFailure(e);
      if (refused == null) {
        throw e;
      }
      throw OperatorFault.runtime(
          "%s.port %d on %s cannot be listened on: %s"
              .formatted(name, listen.port(), listen.host(), OperatorFault.reason(refused)));
    }
  }

  private static @Nullable BindException bindFailure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException bind) {
        return bind;
      }
    }
    return null;
  }

  private static String url(String host, int port) {
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
    return "http://" + (everywhere ? "127.0.0.1" : host) + ":" + port;
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }
}
