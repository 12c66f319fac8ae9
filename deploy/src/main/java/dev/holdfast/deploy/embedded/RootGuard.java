package dev.holdfast.deploy.embedded;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.deploy.process.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Postgres as root: in a user namespace of its own, where the process is nobody to itself. */
final class RootGuard {
  private RootGuard() {}

  /** What comes before a Postgres command; empty for an ordinary user. */
  static List<String> prefix() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    Optional<Path> unshare = Launch.onPath("unshare");
    if (unshare.isEmpty() || !works(unshare.get())) {
      throw OperatorFault.runtime(
          "embedded Postgres does not run as root where unshare -U is not allowed;"
              + " run as an ordinary user, or use --postgres URL");
    }
    return List.of(unshare.get().toString(), "-U");
  }

  private static boolean works(Path unshare) {
    try {
      return new ProcessBuilder(unshare.toString(), "-U", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
