package dev.holdfast.loadtests.benchmark;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where and with what it was measured. */
final class Machine {
  private static final Pattern WATCHED =
      Pattern.compile(
          "(vertx-(core|pg-client|redis-client)|caffeine|hazelcast|redisson|lettuce-core"
              + "|spring-session-data-redis|spring-data-redis|jmh-core|netty-transport)-[0-9].*\\.jar");

  private Machine() {}

  static String line() {
    JsonObject all = describe();
    return all.getString("processor")
        + " x "
        + all.getInteger("cores")
        + ", Java "
        + all.getString("java")
        + ", commit "
        + all.getString("commit")
        + ", "
        + all.getString("at")
        + ", load "
        + all.getString("load");
  }

  static JsonObject describe() {
    return new JsonObject()
        .put("processor", processor())
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
        .put("java", System.getProperty("java.vm.version"))
        .put("versions", String.join(" ", versions()))
        .put("commit", commit())
        .put("load", load())
        .put("at", Instant.now().toString());
  }

  private static List<String> versions() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> entry.substring(entry.lastIndexOf('/') + 1))
        .filter(WATCHED.asMatchPredicate())
        .map(jar -> jar.replace(".jar", ""))
        .sorted()
        .toList();
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 2))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0];
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String commit() {
    try {
      Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
      String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return text.isBlank() ? "unknown" : text.strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
