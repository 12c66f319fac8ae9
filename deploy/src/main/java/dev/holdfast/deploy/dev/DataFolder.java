package dev.holdfast.deploy.dev;

import dev.holdfast.deploy.failure.OperatorFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The folder a development run keeps its data in; only its owner may enter it.
 *
 * @param root its real path
 */
record DataFolder(Path root) {
  private static final long FORMER_RUN_MS_MAX = 10_000;

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

  /**
   * Keeps other runs off the folder until this process ends; waits a while for a former one.
   *
   * <p>The system gives the lock back when the process dies, however it dies.
   */
  void lock() {
    CompletableFuture<@Nullable Void> locked = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("folder-lock").start(() -> lock(locked));
    try {
      locked.get(FORMER_RUN_MS_MAX, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw OperatorFault.runtime(
          "folder "
              + root
              + " is in use by another run; stop that one, or choose another folder with --data");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure
          ? unwritable(root, failure)
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OperatorFault.runtime("interrupted");
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

  Path cacheSecret() {
    return root.resolve("cache-secret");
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

  /** Blocks until the lock is had; the channel stays open for the life of the process. */
  @SuppressWarnings("resource") // closing the channel would give the lock back
  private void lock(CompletableFuture<@Nullable Void> locked) {
    try {
      FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
          .lock();
      locked.complete(null);
    } catch (IOException e) {
      locked.completeExceptionally(e);
    }
  }
}
