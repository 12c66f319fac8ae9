package dev.holdfast.loadtests.k6;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.loadtests.benchmark.NpmPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The programs are checked against the types of k6, as {@code package-lock.json} has them. */
final class K6TypesTest {
  private static final Path HOME = Path.of("target", "k6-types").toAbsolutePath();

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    Assumptions.assumeTrue(isHere("npm") && isHere("node"), "skipped: npm and node are needed");
    NpmPackages.install(K6Program.SOURCES, HOME, List.of("package.json", "package-lock.json"));
    copy();
  }

  @Test
  void the_programs_are_of_right_types() throws Exception {
    Ended check = check();

    assertThat(check.exitCode()).as(check.output()).isZero();
  }

  @Test
  void a_wrong_type_is_found() throws Exception {
    Path planted = HOME.resolve("lib").resolve("wrong.ts");
    Files.writeString(
        planted,
        """
        import { Watcher } from './watcher.ts';
        new Watcher().submit(5);
        """);
    try {
      assertThat(check().output()).contains("wrong.ts").contains("error TS");
    } finally {
      Files.delete(planted);
    }
  }

  private static Ended check() throws IOException, InterruptedException {
    return Ended.of(HOME, Map.of(), List.of("node", "node_modules/typescript/bin/tsc", "--noEmit"));
  }

  /** The compiler looks for types beside what it compiles. */
  private static void copy() throws IOException {
    try (Stream<Path> files = Files.walk(K6Program.SOURCES)) {
      for (Path file : files.filter(K6TypesTest::isSource).toList()) {
        Path copy = HOME.resolve(K6Program.SOURCES.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static boolean isSource(Path file) {
    return (file.toString().endsWith(".ts") || file.endsWith("tsconfig.json"))
        && !file.toString().contains("node_modules");
  }

  private static boolean isHere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
