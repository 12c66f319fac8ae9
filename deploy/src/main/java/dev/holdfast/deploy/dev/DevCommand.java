package dev.holdfast.deploy.dev;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.deploy.process.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast dev}, which the script deploy/dev runs; its help is deploy/dev-help.txt. */
@Command(name = "dev", description = "Run pods with embedded Postgres and Redis (deploy/dev).")
public final class DevCommand implements Callable<Integer> {
  @Option(names = "--data")
  private @Nullable Path data;

  @Option(names = "--pods")
  private int pods = 1;

  @Option(names = "--port")
  private int port = 8080;

  @Option(names = "--postgres")
  private @Nullable String postgres;

  @Option(names = "--redis")
  private @Nullable String redis;

  @Option(names = "--token")
  private @Nullable String token;

  @Option(names = "--agents")
  private @Nullable Path agents;

  @Option(names = "--set")
  private List<String> assignments = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    StopRequest stop = new StopRequest(DevCommand::endHard).onSignals();
    new DevSupervisor(checked(), stop).run();
    return 0;
  }

  private DevOptions checked() {
    require(pods >= 1 && pods <= DevSupervisor.PODS_MAX, "--pods must be 1-9: " + pods);
    require(port >= 0 && port <= 65_535, "--port must be 0-65535: " + port);
    require(
        token == null || token.matches("[!-~]{1,512}"),
        "--token must be 1-512 visible characters of ASCII");
    return new DevOptions(
        data == null ? defaultData(System.getenv()) : data,
        pods,
        port,
        postgres,
        redis,
        token,
        agents,
        assignments,
        Path.of("").toAbsolutePath());
  }

  private static Path defaultData(Map<String, String> environment) {
    String state = environment.get("XDG_STATE_HOME");
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    Path folder =
        state == null || state.isEmpty() ? home.resolve(".local").resolve("state") : Path.of(state);
    return folder.resolve("holdfast").resolve("dev");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw OperatorFault.usage(otherwise);
    }
  }

  /** Asked a second time: no child outlives this process, whatever state it is in. */
  private static void endHard() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(OperatorFault.RUNTIME);
  }
}
