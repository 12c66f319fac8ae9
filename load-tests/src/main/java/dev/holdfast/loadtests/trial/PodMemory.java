package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a pod's process has of the machine.
 *
 * @param heapBytes what lives in its heap after a full collection
 * @param residentBytes what the kernel says that it holds
 */
record PodMemory(long heapBytes, long residentBytes) {
  static final long MEBI = 1L << 20;
  private static final Pattern LIVE = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

  /** Stops the pod for as long as a full collection takes. */
  static PodMemory of(Pod pod) throws InterruptedException {
    long resident = number(status(pod), RESIDENT) * 1_024;
    return new PodMemory(number(histogram(pod), LIVE), resident);
  }

  /** How many files and sockets it has open. */
  static int descriptors(Pod pod) {
    try (Stream<Path> all = Files.list(proc(pod).resolve("fd"))) {
      return (int) all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String status(Pod pod) {
    try {
      return Files.readString(proc(pod).resolve("status"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String histogram(Pod pod) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pod.process().pid()),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(String text, Pattern pattern) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("no " + pattern + " in: " + text);
    }
    return Long.parseLong(found.group(1));
  }

  private static Path proc(Pod pod) {
    return Path.of("/proc", Long.toString(pod.process().pid()));
  }

  /** How much more than before, in MiB. */
  String since(PodMemory before) {
    return "heap %+d MiB, resident %+d MiB"
        .formatted(
            (heapBytes - before.heapBytes) / MEBI, (residentBytes - before.residentBytes) / MEBI);
  }
}
