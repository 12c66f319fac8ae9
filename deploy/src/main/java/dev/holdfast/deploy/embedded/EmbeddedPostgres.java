package dev.holdfast.deploy.embedded;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.deploy.process.ExitCode;
import dev.holdfast.deploy.process.Launch;
import dev.holdfast.deploy.process.LogTail;
import dev.holdfast.deploy.process.Orphan;
import dev.holdfast.deploy.process.Ports;
import dev.holdfast.deploy.process.Stopping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A Postgres of our own on a data folder that survives it: durable (fsync and synchronous commit
 * on), reachable only from this machine and only with the password.
 *
 * <p>Postgres refuses to run as root; there it runs in a user namespace where root is nobody.
 */
public final class EmbeddedPostgres {
  private static final int CONNECTIONS_EACH_POD = 100;
  private static final int CONNECTIONS_SPARE = 40;
  private static final long START_MS_MAX = 60_000;
  private static final long STOP_MS_MAX = 15_000;
  private static final long LOOK_EVERY_MS = 20;
  private static final String ROLE = "postgres";

  private final Process process;
  private final String uri;

  private EmbeddedPostgres(Process process, String uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * What Postgres needs.
   *
   * @param programs where its programs are unpacked
   * @param data the database folder, made by initdb where absent
   * @param passwordFile holds the password of the role postgres
   * @param log takes what Postgres writes
   * @param pods how many pods will connect
   */
  public record Plan(BinaryCache programs, Path data, Path passwordFile, Path log, int pods) {}

  /** Ends a Postgres that a killed run left on the folder, and clears its lock. */
  public static boolean takeOver(Path data) throws IOException {
    Path lock = data.resolve("postmaster.pid");
    Optional<ProcessHandle> orphan = Orphan.of(lock, "postgres", data);
    orphan.ifPresent(process -> Stopping.stop(process, "INT", STOP_MS_MAX));
    Files.deleteIfExists(lock);
    return orphan.isPresent();
  }

  /**
   * Starts and waits until connections are accepted.
   *
   * @param stopped ends the waiting early, as a failure
   */
  public static EmbeddedPostgres start(Plan plan, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    Path bin = PostgresArchive.unpacked(plan.programs()).resolve("bin");
    if (!Files.exists(plan.data().resolve("PG_VERSION"))) {
      initialise(bin, plan);
    }
    int port = Ports.free(1).getFirst();
    Process process =
        Launch.detached(command(bin, plan, port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    String password = Files.readString(plan.passwordFile()).strip();
    EmbeddedPostgres postgres =
        new EmbeddedPostgres(
            process, "postgresql://" + ROLE + ":" + password + "@127.0.0.1:" + port + "/postgres");
    try {
      postgres.awaitReady(plan, stopped);
    } catch (RuntimeException | InterruptedException e) {
      postgres.stop();
      throw e;
    }
    return postgres;
  }

  /** Where it is reached; contains the password. */
  public String uri() {
    return uri;
  }

  public Process process() {
    return process;
  }

  /** A fast shutdown: open transactions are rolled back, everything committed is kept. */
  public void stop() {
    Stopping.stop(process.toHandle(), "INT", STOP_MS_MAX);
  }

  private static List<String> command(Path bin, Plan plan, int port) {
    List<String> command = new ArrayList<>(RootGuard.prefix());
    command.addAll(List.of(bin.resolve("postgres").toString(), "-D", plan.data().toString()));
    command.addAll(List.of("-p", Integer.toString(port)));
    int connections = CONNECTIONS_EACH_POD * plan.pods() + CONNECTIONS_SPARE;
    for (String setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "timezone=UTC",
            "log_timezone=UTC",
            "max_connections=" + connections)) {
      command.addAll(List.of("-c", setting));
    }
    return command;
  }

  /** Into a folder beside, which takes its name only when it is whole. */
  private static void initialise(Path bin, Plan plan) throws IOException, InterruptedException {
    Path fresh = plan.data().resolveSibling(plan.data().getFileName() + ".initdb");
    Folders.delete(fresh);
    Folders.delete(plan.data());
    List<String> command = new ArrayList<>(RootGuard.prefix());
    command.addAll(
        List.of(
            bin.resolve("initdb").toString(),
            "--pgdata=" + fresh,
            "--username=" + ROLE,
            "--pwfile=" + plan.passwordFile(),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C"));
    int exit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()))
            .start()
            .waitFor();
    if (exit != 0) {
      throw failed("cannot make its data folder", exit, plan);
    }
    Files.move(fresh, plan.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The lock file's eighth line turns to "ready", as pg_ctl reads it. */
  private void awaitReady(Plan plan, BooleanSupplier stopped) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MS_MAX);
    while (!isReady(plan.data().resolve("postmaster.pid"))) {
      if (process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        throw failed("did not start", process.exitValue(), plan);
      }
      if (stopped.getAsBoolean() || System.nanoTime() - deadline > 0) {
        throw OperatorFault.runtime("embedded Postgres was not ready in time; see " + plan.log());
      }
    }
  }

  private boolean isReady(Path lock) {
    try {
      List<String> lines = Files.readAllLines(lock);
      return lines.size() >= 8
          && lines.getFirst().strip().equals(Long.toString(process.pid()))
          && lines.get(7).strip().equals("ready");
    } catch (IOException e) {
      return false; // not written yet
    }
  }

  private static OperatorFault failed(String what, int exit, Plan plan) {
    return OperatorFault.runtime(
        "embedded Postgres " + what + " (" + ExitCode.told(exit) + "): " + LogTail.of(plan.log()));
  }
}
