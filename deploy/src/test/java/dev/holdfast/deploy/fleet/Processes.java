package dev.holdfast.deploy.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What Linux tells of processes. */
final class Processes {
  private Processes() {}

  /** The command lines of a process and of all that it started. */
  static List<String> commandLines(long pid) {
    ProcessHandle root = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(root), root.descendants())
        .map(each -> read(Path.of("/proc", Long.toString(each.pid()), "cmdline")))
        .toList();
  }

  /** The contents of every file that a process has open for writing. */
  static List<String> filesWritten(long pid) {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path descriptor : open.toList()) {
        String info =
            read(
                Path.of(
                    "/proc", Long.toString(pid), "fdinfo", descriptor.getFileName().toString()));
        if (Files.isRegularFile(descriptor) && writes(info)) {
          contents.add(read(descriptor));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  /** From the line {@code flags:} in octal, of which the last digit says how it was opened. */
  private static boolean writes(String info) {
    return info.lines()
        .filter(line -> line.startsWith("flags:"))
        .anyMatch(line -> "12".indexOf(line.charAt(line.length() - 1)) >= 0);
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it is gone
    }
  }
}
