package dev.holdfast.tasks.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds processes by a variable in their environment.
 *
 * <p>A program can leave its parent and its process group, but it inherits its environment; on
 * Linux that can be read from {@code /proc} for processes of the same user. Elsewhere nothing is
 * found, and only descendants are known.
 */
public final class ProcessMarks {
  public static final String ATTEMPT = "HOLDFAST_ATTEMPT_MARK";
  public static final String POD = "HOLDFAST_POD_MARK";
  private static final Path PROC = Path.of("/proc");

  private ProcessMarks() {}

  static List<ProcessHandle> ofAttempt(String mark) {
    return find(ATTEMPT + "=" + mark);
  }

  /** Ends at once whatever a pod that is gone left running on this machine. */
  public static int killOfPod(String mark) {
    List<ProcessHandle> left = find(POD + "=" + mark);
    left.forEach(ProcessHandle::destroyForcibly);
    return left.size();
  }

  private static List<ProcessHandle> find(String entry) {
    byte[] wanted = entry.getBytes(StandardCharsets.UTF_8);
    List<ProcessHandle> found = new ArrayList<>();
    if (!Files.isDirectory(PROC)) {
      return found;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        if (hasEntry(folder.resolve("environ"), wanted)) {
          long pid = Long.parseLong(folder.getFileName().toString());
          Optional<ProcessHandle> process = ProcessHandle.of(pid);
          process.filter(p -> p.pid() != ProcessHandle.current().pid()).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      return found;
    }
    return found;
  }

  private static boolean hasEntry(Path environ, byte[] wanted) {
    byte[] all;
    try {
      all = Files.readAllBytes(environ);
    } catch (IOException e) {
      return false; // gone meanwhile, or another user's
    }
    int start = 0;
    for (int i = 0; i <= all.length; i++) {
      if (i == all.length || all[i] == 0) {
        if (i - start == wanted.length && Arrays.equals(all, start, i, wanted, 0, wanted.length)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }
}
