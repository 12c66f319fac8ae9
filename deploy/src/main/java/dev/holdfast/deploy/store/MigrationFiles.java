package dev.holdfast.deploy.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The versions this build has migrations for, read from the names of their files. */
final class MigrationFiles {
  static final String FOLDER = "db/migration";
  private static final Pattern NAME = Pattern.compile(".*V(\\d+)__[^/]*\\.sql");

  private MigrationFiles() {}

  /** In rising order, as written, for example {@code 001}. */
  static List<String> versions() {
    URL folder = MigrationFiles.class.getClassLoader().getResource(FOLDER);
    if (folder == null) {
      throw new IllegalStateException(FOLDER + " is not on the class path");
    }
    try {
      return names(folder).stream()
          .map(MigrationFiles::version)
          .flatMap(Optional::stream)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(URL folder) throws IOException {
    if (folder.openConnection() instanceof JarURLConnection jar) {
      return jar.getJarFile().stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(FOLDER + "/"))
          .toList();
    }
    try (Stream<Path> files = Files.list(Path.of(uri(folder)))) {
      return files.map(Path::toString).toList();
    }
  }

  private static URI uri(URL folder) {
    try {
      return folder.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<String> version(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
