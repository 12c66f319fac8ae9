package dev.holdfast.deploy.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code holdfast completion}: what makes a shell complete the command. */
@Command(
    name = "completion",
    description = "Print a script for bash and zsh: source <(holdfast completion).",
    mixinStandardHelpOptions = true)
public final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    System.out.println(AutoComplete.bash("holdfast", spec.root().commandLine()));
  }
}
