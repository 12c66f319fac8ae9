package dev.holdfast.deploy.embedded;

import dev.holdfast.deploy.failure.OperatorFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Folders of unpacked programs, shared by all data folders of a user, each complete or absent.
 *
 * @param root where the folders are
 */
public record BinaryCache(Path root) {
  /** Fills a folder with what it should hold. */
  interface Filler {
    void fill(Path folder) throws IOException;
  }

  /**
   * The user's cache, or a folder within the data folder where that cannot be written.
   *
   * @param home {@code XDG_CACHE_HOME} or {@code ~/.cache}, where there is one
   */
  public static BinaryCache open(Optional<Path> home, Path dataFolder) {
    for (Path root : home.map(cache -> cache.resolve("holdfast")).stream().toList()) {
      try {
        Files.createDirectories(
            root,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (Files.isWritable(root)) {
          return new BinaryCache(root);
        }
      } catch (IOException e) {
        break; // no home that could be written: the data folder will do
      }
    }
    return new BinaryCache(dataFolder.resolve("programs"));
  }

  /**
   * The folder of that name, filled first where it is absent. Several processes may do so at once.
   */
  Path folder(String name, Filler filler) {
    Path folder = root.resolve(name);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    try {
      Files.createDirectories(root);
      Path fresh = Files.createTempDirectory(root, name + ".");
      filler.fill(fresh);
      moveOrDelete(fresh, folder);
      return folder;
    } catch (IOException e) {
      throw OperatorFault.runtime(
          "folder " + root + " cannot take the embedded services: " + OperatorFault.reason(e));
    }
  }

  /** A resource of the class path as an executable file. */
  static void copyProgram(InputStream program, Path file) throws IOException {
    Files.copy(program, file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void moveOrDelete(Path fresh, Path folder) throws IOException {
    try {
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      Folders.delete(fresh); // another process was faster
    }
  }
}
