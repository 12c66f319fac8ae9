package dev.holdfast.deploy.dev;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.deploy.process.ExitCode;
import dev.holdfast.deploy.process.Launch;
import dev.holdfast.deploy.process.LogTail;
import dev.holdfast.deploy.process.Orphan;
import dev.holdfast.deploy.process.PrivateFile;
import dev.holdfast.deploy.process.Stopping;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One pod as a child process; it stops by itself when this process is gone. */
final class PodProcess {
  /** A little longer than a pod gives itself. */
  private static final long STOP_MS_MAX = 25_000;

  /** How long an orphan may take to notice that it is one. */
  private static final long ORPHAN_MS_MAX = 10_000;

  private static final String READY = "ready ";

  private final int number;
  private final DataFolder folder;
  private final Process process;
  private final Path log;
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private PodProcess(int number, DataFolder folder, Process process, Path log) {
    this.number = number;
    this.folder = folder;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a pod.
   *
   * @param file its configuration, kept where only the owner reads it
   */
  static PodProcess start(DataFolder folder, int number, String file, List<String> assignments)
      throws IOException {
    Path config = configFile(folder, number);
    PrivateFile.write(config, file);
    List<String> arguments =
        new ArrayList<>(List.of("pod", "--config", config.toString(), "--exit-with-parent"));
    assignments.forEach(assignment -> arguments.addAll(List.of("--set", assignment)));
    Path log = folder.freshLog("pod-" + number);
    Process process =
        Launch.detached(JavaCommand.of(arguments))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    PrivateFile.write(pidFile(folder, number), process.pid() + "\n");
    PodProcess pod = new PodProcess(number, folder, process, log);
    Thread.ofPlatform().daemon().name("pod-" + number).start(pod::readOutput);
    return pod;
  }

  /** Waits for the pods of a killed run to end, and ends those that do not. */
  static void endOrphans(DataFolder folder, int podsMax) throws IOException {
    for (int number = 1; number <= podsMax; number++) {
      Path pidFile = pidFile(folder, number);
      Optional<ProcessHandle> orphan = Orphan.of(pidFile, "java", configFile(folder, number));
      if (orphan.isPresent() && !Stopping.ends(orphan.get(), ORPHAN_MS_MAX)) {
        Stopping.stop(orphan.get(), "KILL", ORPHAN_MS_MAX);
      }
      Files.deleteIfExists(pidFile);
    }
  }

  /** Completed with {@code http://host:port pid n}; fails when the pod ends before it is ready. */
  CompletableFuture<String> ready() {
    return ready;
  }

  CompletableFuture<Process> ended() {
    return process.onExit();
  }

  int number() {
    return number;
  }

  /** For example {@code pod 2 (pid 123) ended: killed by signal 9}. */
  String obituary() {
    return "pod %d (pid %d) ended: %s"
        .formatted(number, process.pid(), ExitCode.told(process.exitValue()));
  }

  /** Asks the pod to stop. */
  void ask() {
    Stopping.signal(process.toHandle(), "TERM"); // destroy() would close its input as well
  }

  /** Waits until the pod has stopped, kills it when it does not, and takes its files away. */
  void end() {
    if (!Stopping.ends(process.toHandle(), STOP_MS_MAX)) {
      Stopping.stop(process.toHandle(), "KILL", STOP_MS_MAX);
    }
    try {
      Files.deleteIfExists(pidFile(folder, number));
      Files.deleteIfExists(configFile(folder, number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path configFile(DataFolder folder, int number) {
    return folder.run().resolve("pod-" + number + ".json");
  }

  private static Path pidFile(DataFolder folder, int number) {
    return folder.run().resolve("pod-" + number + ".pid");
  }

  private void readOutput() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(READY)) {
          ready.complete(line.substring(READY.length()));
        }
      }
    } catch (IOException e) {
      // the end of the process says more than the end of its output
    }
    endedBeforeReady(process.onExit().join());
  }

  private void endedBeforeReady(Process ended) {
    int code =
        ended.exitValue() == OperatorFault.USAGE ? OperatorFault.USAGE : OperatorFault.RUNTIME;
    ready.completeExceptionally(
        OperatorFault.exit(
            code,
            "pod %d did not start (%s): %s"
                .formatted(number, ExitCode.told(ended.exitValue()), LogTail.of(log))));
  }
}
