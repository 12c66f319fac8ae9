package dev.holdfast.loadtests.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Packages from npm, put in place when a benchmark runs, exactly as a lock file has them. */
public final class NpmPackages {
  private NpmPackages() {}

  /**
   * Does nothing where what is locked is there.
   *
   * @param files what is copied to the home; {@code package-lock.json} is among them
   */
  public static void install(Path sources, Path home, List<String> files)
      throws IOException, InterruptedException {
    Files.createDirectories(home);
    for (String file : files) {
      Files.copy(sources.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path installed = home.resolve("installed.json");
    Path locked = home.resolve("package-lock.json");
    if (Files.exists(installed) && Files.mismatch(locked, installed) < 0) {
      return;
    }
    Tool.run(
        List.of(
            "npm",
            "--prefix",
            home.toString(),
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund"));
    Files.copy(locked, installed, StandardCopyOption.REPLACE_EXISTING);
  }
}
