package dev.holdfast.deploy.cli;

import dev.holdfast.deploy.cli.api.Api;
import dev.holdfast.deploy.cli.api.Pods;
import dev.holdfast.deploy.cli.api.Token;
import dev.holdfast.deploy.cli.show.Output;
import dev.holdfast.deploy.cli.show.Screen;
import dev.holdfast.deploy.failure.OperatorFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which pods are asked, as whom, and how the answer looks; the same for every such command. */
final class ServerOption {
  static final String URL_VARIABLE = "HOLDFAST_URL";
  private static final String LOCAL = "http://127.0.0.1:8080";

  @Option(
      names = "--url",
      split = ",",
      paramLabel = "URL",
      description =
          "Pods, with commas between them or repeated; the next is asked where one is gone"
              + " (HOLDFAST_URL, or "
              + LOCAL
              + ").")
  private List<String> urls = List.of();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds the token (HOLDFAST_TOKEN, or HOLDFAST_TOKEN_FILE).")
  private @Nullable Path tokenFile;

  @Option(
      names = "--output",
      defaultValue = "table",
      paramLabel = "FORM",
      description = "table, or json: what the pod answered, one value a line (table).")
  private String output = "table";

  @Option(
      names = "--timeout-s",
      defaultValue = "30",
      paramLabel = "SECONDS",
      description = "For one answer (30).")
  private int timeoutS = 30;

  Api open() {
    if (timeoutS < 1) {
      throw OperatorFault.usage("--timeout-s must be at least 1: " + timeoutS);
    }
    Map<String, String> environment = System.getenv();
    return new Api(
        new Pods(
            urls.isEmpty()
                ? List.of(environment.getOrDefault(URL_VARIABLE, LOCAL).split(",", -1))
                : urls),
        Token.read(Optional.ofNullable(tokenFile), environment),
        Duration.ofSeconds(timeoutS));
  }

  Screen screen() {
    return Screen.standard(Output.of(output));
  }
}
