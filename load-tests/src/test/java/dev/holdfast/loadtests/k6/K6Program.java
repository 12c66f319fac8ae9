package dev.holdfast.loadtests.k6;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** What {@code load-tests/k6} has for people, run as they run it. */
final class K6Program {
  static final Path SOURCES = Path.of("k6").toAbsolutePath();

  private K6Program() {}

  /** The k6 that is in place; the test is skipped where there is none. */
  static String inPlace() throws IOException, InterruptedException {
    Ended asked = Ended.of(Path.of("."), Map.of(), List.of("./install-k6", "--no-install"));
    Assumptions.assumeTrue(
        asked.exitCode() == 0, "skipped: k6 is not in place; load-tests/install-k6 puts it there");
    return asked.output().strip();
  }

  /**
   * {@code load-tests/k6/run}, with pods of the classes of this build.
   *
   * @param folder for what it needs meanwhile
   */
  static Ended run(Path folder, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SOURCES.resolve("run").toString()));
    command.addAll(List.of(options));
    return Ended.of(folder, Map.of("HOLDFAST_DEV", dev(folder).toString()), command);
  }

  /** What {@code deploy/dev} does, without a look at whether the jar is to be built. */
  private static Path dev(Path folder) throws IOException {
    Path script = folder.resolve("dev");
    Files.writeString(
        script,
        """
        #!/bin/sh
        exec '%s' -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \\
          --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \\
          -cp '%s' dev.holdfast.deploy.Main dev "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path")));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("cannot be made executable: " + script);
    }
    return script;
  }
}
