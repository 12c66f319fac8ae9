package dev.holdfast.deploy.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that a killed run left behind, found by the process id in a file.
 *
 * <p>Ids are used again by the system, so the process has to show that it is ours: it works in the
 * folder, or names it on its command line.
 */
public final class Orphan {
  private Orphan() {}

  /**
   * The process of the id in the file's first line, where it is alive and belongs to the folder.
   *
   * @param program a word its executable or command line must contain, such as {@code postgres}
   */
  public static Optional<ProcessHandle> of(Path pidFile, String program, Path folder) {
    return pidIn(pidFile)
        .flatMap(ProcessHandle::of)
        .filter(ProcessHandle::isAlive)
        .filter(process -> isOurs(process, program, folder));
  }

  private static Optional<Long> pidIn(Path pidFile) {
    try {
      return Files.readAllLines(pidFile).stream()
          .findFirst()
          .map(line -> Long.parseLong(line.strip()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isOurs(ProcessHandle process, String program, Path folder) {
    String commandLine = process.info().commandLine().orElse("");
    String executable = process.info().command().orElse("");
    boolean isProgram = executable.contains(program) || commandLine.contains(program);
    return isProgram && (worksIn(process, folder) || commandLine.contains(folder.toString()));
  }

  private static boolean worksIn(ProcessHandle process, Path folder) {
    try {
      Path link = Path.of("/proc", Long.toString(process.pid()), "cwd");
      return Files.readSymbolicLink(link).equals(folder.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }
}
