package dev.holdfast.tasks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What runs on this machine, by its environment. */
public final class Processes {
  private Processes() {}

  /** How many live processes have this variable. */
  public static int withEnvironment(String entry) {
    int count = 0;
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path folder : folders) {
        if (environment(folder).contains(entry)) {
          count++;
        }
      }
      return count;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> environment(Path folder) {
    try {
      String all = Files.readString(folder.resolve("environ"), StandardCharsets.ISO_8859_1);
      return Arrays.asList(all.split("\0", -1));
    } catch (IOException e) {
      return List.of();
    }
  }
}
