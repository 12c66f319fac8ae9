package dev.holdfast.deploy.dev;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that runs this same program again, in a process of its own. */
final class JavaCommand {
  private static final String MAIN = "dev.holdfast.deploy.Main";

  /** What the jar's manifest says, for a class path that is not the jar. */
  private static final List<String> FLAGS =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.management/sun.management=ALL-UNNAMED",
          "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED");

  private JavaCommand() {}

  /** On the same Java and the same classes. */
  static List<String> of(List<String> arguments) {
    String classPath = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    if (isJar(classPath)) {
      command.addAll(List.of("-jar", Path.of(classPath).toAbsolutePath().toString()));
    } else {
      command.addAll(FLAGS);
      command.addAll(List.of("-cp", classPath, MAIN));
    }
    command.addAll(arguments);
    return command;
  }

  private static boolean isJar(String classPath) {
    return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
  }
}
