package dev.holdfast.deploy.dev;

import dev.holdfast.deploy.failure.OperatorFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder a development run keeps its data in; only its owner may enter it.
 *
 * @param root its real path
 */
record DataFolder(Path root) {
  /** Makes the folder where it is absent, and every folder within it. */
  static DataFolder open(Path path) {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      DataFolder folder = new DataFolder(path.toRealPath());
      for (Path inner : new Path[] {folder.run(), folder.logs(), folder.redis()}) {
        Files.createDirectories(inner);
      }
      return folder;
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path postgresPassword() {
    return root.resolve("postgres-password");
  }

  Path redis() {
    return root.resolve("redis");
  }

  Path token() {
    return root.resolve("token");
  }

  Path workerToken() {
    return root.resolve("worker-token");
  }

  Path cacheSecret() {
    return root.resolve("cache-secret");
  }

  Path lock() {
    return root.resolve("lock");
  }

  Path run() {
    return root.resolve("run");
  }

  Path logs() {
    return root.resolve("logs");
  }

  /** A log for this run; the one of the run before is kept beside it. */
  Path freshLog(String name) {
    Path log = logs().resolve(name + ".log");
    try {
      if (Files.exists(log)) {
        Files.move(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
      }
      return log;
    } catch (IOException e) {
      throw unwritable(root, e);
    }
  }

  /** The one line for a folder that cannot take our data. */
  static OperatorFault unwritable(Path path, IOException failure) {
    return OperatorFault.runtime(
        "folder "
            + path
            + " cannot be written: "
            + OperatorFault.reason(failure)
            + "; choose another with --data");
  }
}
