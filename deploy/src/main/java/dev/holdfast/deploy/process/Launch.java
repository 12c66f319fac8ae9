package dev.holdfast.deploy.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How child processes are started so that they are ours to stop. */
public final class Launch {
  private Launch() {}

  /**
   * A command in a session of its own where the system has {@code setsid}: Ctrl-C in a terminal
   * then reaches only this process, which stops its children in order. The child keeps the process
   * id it is started with, since setsid replaces itself by the command.
   */
  public static ProcessBuilder detached(List<String> command) {
    List<String> whole = new ArrayList<>();
    onPath("setsid").ifPresent(setsid -> whole.add(setsid.toString()));
    whole.addAll(command);
    return new ProcessBuilder(whole);
  }

  /** Where a program is found on the search path of this process. */
  public static Optional<Path> onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, program);
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
