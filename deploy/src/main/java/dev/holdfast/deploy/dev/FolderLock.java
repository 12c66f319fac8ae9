package dev.holdfast.deploy.dev;

import dev.holdfast.deploy.failure.OperatorFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps other runs off a data folder.
 *
 * <p>The system takes the lock back when the process dies, however it dies; it does so as well when
 * the channel is closed, and a channel that nobody refers to is closed by the garbage collector.
 */
final class FolderLock implements AutoCloseable {
  private static final long FORMER_RUN_MS_MAX = 10_000;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits a while for a former run to end.
   *
   * @throws OperatorFault of one line when it does not
   */
  static FolderLock of(DataFolder folder) {
    CompletableFuture<FolderLock> locked = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("folder-lock").start(() -> lock(folder, locked));
    try {
      return locked.orTimeout(FORMER_RUN_MS_MAX, TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw switch (e.getCause()) {
        case TimeoutException _ ->
            OperatorFault.runtime(
                "folder "
                    + folder.root()
                    + " is in use by another run; stop that one, or choose another folder with"
                    + " --data");
        case IOException failure -> DataFolder.unwritable(folder.root(), failure);
        case null, default -> e;
      };
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Blocks until the lock is had, which may be after the process has given up waiting and ended.
   */
  private static void lock(DataFolder folder, CompletableFuture<FolderLock> locked) {
    try {
      FileChannel channel =
          FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.lock();
      locked.complete(new FolderLock(channel));
    } catch (IOException e) {
      locked.completeExceptionally(e);
    }
  }
}
