package dev.holdfast.deploy.embedded;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.deploy.process.ExitCode;
import dev.holdfast.deploy.process.Launch;
import dev.holdfast.deploy.process.LogTail;
import dev.holdfast.deploy.process.Orphan;
import dev.holdfast.deploy.process.Ports;
import dev.holdfast.deploy.process.PrivateFile;
import dev.holdfast.deploy.process.Stopping;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** A Redis of our own, for this run only: no persistence, this machine only, with a password. */
public final class EmbeddedRedis {
  private static final long START_MS_MAX = 30_000;
  private static final long STOP_MS_MAX = 5_000;
  private static final long LOOK_EVERY_MS = 20;
  private static final int READ_MS_MAX = 1_000;

  private final Process process;
  private final int port;
  private final String password;

  private EmbeddedRedis(Process process, int port, String password) {
    this.process = process;
    this.port = port;
    this.password = password;
  }

  /**
   * What Redis needs.
   *
   * @param programs where its program is unpacked
   * @param folder its working folder
   * @param password a secret of letters and digits, {@code -} and {@code _}
   * @param log takes what Redis writes
   */
  public record Plan(BinaryCache programs, Path folder, String password, Path log) {
    Path pidFile() {
      return folder.resolve("redis.pid");
    }

    @Override
    public String toString() {
      return "Redis in " + folder;
    }
  }

  /** Ends a Redis that a killed run left in the folder. */
  public static boolean takeOver(Path folder) throws IOException {
    Path pidFile = folder.resolve("redis.pid");
    Optional<ProcessHandle> orphan = Orphan.of(pidFile, "redis", folder);
    orphan.ifPresent(process -> Stopping.stop(process, "TERM", STOP_MS_MAX));
    Files.deleteIfExists(pidFile);
    return orphan.isPresent();
  }

  /**
   * Starts and waits until it answers.
   *
   * @param stopped ends the waiting early, as a failure
   */
  public static EmbeddedRedis start(Plan plan, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    Path program = program(plan.programs());
    int port = Ports.free(1).getFirst();
    Path configuration = plan.folder().resolve("redis.conf");
    PrivateFile.write(configuration, configuration(plan, port));
    Process process =
        Launch.detached(List.of(program.toString(), configuration.toString()))
            .directory(plan.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()))
            .start();
    EmbeddedRedis redis = new EmbeddedRedis(process, port, plan.password());
    try {
      redis.awaitReady(plan, stopped);
    } catch (RuntimeException | InterruptedException e) {
      redis.stop();
      throw e;
    }
    return redis;
  }

  /** Where it is reached; contains the password. */
  public String uri() {
    return "redis://:" + password + "@127.0.0.1:" + port;
  }

  public Process process() {
    return process;
  }

  public void stop() {
    Stopping.stop(process.toHandle(), "TERM", STOP_MS_MAX);
  }

  /** In a file, since every user of the machine can read a command line. */
  private static String configuration(Plan plan, int port) {
    return String.join(
        "\n",
        "bind 127.0.0.1",
        "port " + port,
        "requirepass " + plan.password(),
        "save \"\"",
        "appendonly no",
        "daemonize no",
        "dir \"" + plan.folder() + "\"",
        "pidfile \"" + plan.pidFile() + "\"",
        "");
  }

  private static Path program(BinaryCache cache) {
    String resource = ExecutableProvider.newProvidedVersionsMap().get(system());
    if (resource == null) {
      throw OperatorFault.runtime("there is no embedded Redis for this system; use --redis URL");
    }
    String name = resource.substring(resource.lastIndexOf('/') + 1);
    return cache
        .folder(
            name,
            folder -> {
              try (InputStream program = EmbeddedRedis.class.getResourceAsStream(resource)) {
                if (program == null) {
                  throw new IOException(resource + " is not on the class path");
                }
                BinaryCache.copyProgram(program, folder.resolve("redis-server"));
              }
            })
        .resolve("redis-server");
  }

  private static OsArchitecture system() {
    return OsArchitecture.detectOSandArchitecture();
  }

  private void awaitReady(Plan plan, BooleanSupplier stopped) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MS_MAX);
    while (!answers()) {
      if (process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        throw OperatorFault.runtime(
            "embedded Redis did not start ("
                + ExitCode.told(process.exitValue())
                + "): "
                + LogTail.of(plan.log()));
      }
      if (stopped.getAsBoolean() || System.nanoTime() - deadline > 0) {
        throw OperatorFault.runtime("embedded Redis was not ready in time; see " + plan.log());
      }
    }
  }

  /** Only our own Redis knows the password, so that no other server is taken for it. */
  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(READ_MS_MAX);
      socket
          .getOutputStream()
          .write(("AUTH " + password + "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes("+OK".length());
      return new String(answer, StandardCharsets.US_ASCII).equals("+OK");
    } catch (IOException e) {
      return false;
    }
  }
}
