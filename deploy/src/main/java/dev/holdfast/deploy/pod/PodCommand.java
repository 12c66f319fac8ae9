package dev.holdfast.deploy.pod;

import dev.holdfast.deploy.config.ConfigSources;
import dev.holdfast.deploy.process.StopRequest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast pod}: runs one pod until it is told to stop. */
@Command(
    name = "pod",
    description = "Run one pod until it is told to stop.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class PodCommand implements Callable<Integer> {
  private static final int HARD = 1;

  @Option(names = "--config", paramLabel = "FILE", description = "The configuration, a JSON file.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One value; wins over the environment and the file. Can be repeated.")
  private List<String> assignments = List.of();

  @Option(names = "--exit-with-parent", description = "Stop in order when standard input ends.")
  private boolean exitWithParent;

  @Override
  public Integer call() {
    StopRequest stop = new StopRequest(() -> Runtime.getRuntime().halt(HARD)).onSignals();
    if (exitWithParent) {
      stop.onEndOf(System.in);
    }
    PodConfig pod =
        PodConfig.read(ConfigSources.read(config, System.getenv(), assignments), hostName());
    new PodRunner(pod, stop, standardOutput()).run();
    return 0;
  }

  private static PrintStream standardOutput() {
    return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "pod";
    }
  }
}
