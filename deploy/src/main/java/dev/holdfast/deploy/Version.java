package dev.holdfast.deploy;

import dev.holdfast.deploy.process.Build;
import picocli.CommandLine.IVersionProvider;

/** The version of this build. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"holdfast " + Build.version()};
  }
}
