package dev.holdfast.deploy.pod;

import dev.holdfast.deploy.config.ConfigOption;
import dev.holdfast.deploy.log.LogFormat;
import dev.holdfast.deploy.process.StopRequest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast pod}: runs one pod until it is told to stop. */
@Command(
    name = "pod",
    description = "Run one pod until it is told to stop.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class PodCommand implements Callable<Integer> {
  private static final int HARD = 1;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--exit-with-parent", description = "Stop in order when standard input ends.")
  private boolean exitWithParent;

  @Override
  public Integer call() {
    StopRequest stop = new StopRequest(() -> Runtime.getRuntime().halt(HARD)).onSignals();
    if (exitWithParent) {
      stop.onEndOf(System.in);
    }
    LogFormat.check(Optional.ofNullable(System.getenv(LogFormat.VARIABLE)));
    PodConfig pod = PodConfig.read(config.read(), hostName());
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
