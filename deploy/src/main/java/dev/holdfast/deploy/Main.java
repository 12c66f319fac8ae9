package dev.holdfast.deploy;

import dev.holdfast.deploy.cli.ClusterCommand;
import dev.holdfast.deploy.cli.CompletionCommand;
import dev.holdfast.deploy.cli.EventsCommand;
import dev.holdfast.deploy.cli.QueueCommand;
import dev.holdfast.deploy.cli.SessionsCommand;
import dev.holdfast.deploy.cli.TasksCommand;
import dev.holdfast.deploy.cli.show.Plain;
import dev.holdfast.deploy.dev.DevCommand;
import dev.holdfast.deploy.doctor.DoctorCommand;
import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.deploy.keys.KeysCommand;
import dev.holdfast.deploy.pod.PodCommand;
import dev.holdfast.deploy.process.LogTail;
import dev.holdfast.shared.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code holdfast}. */
@Command(
    name = "holdfast",
    description = "Keeps sessions: one identity, its tasks and its events, on any pod.",
    subcommands = {
      PodCommand.class,
      MigrateCommand.class,
      KeysCommand.class,
      DevCommand.class,
      SessionsCommand.class,
      TasksCommand.class,
      EventsCommand.class,
      QueueCommand.class,
      ClusterCommand.class,
      DoctorCommand.class,
      CompletionCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /**
   * The exit code: 0, 1 for what the surroundings refuse, 2 for usage and configuration, others as
   * docs/cli.md says.
   */
  static int execute(String... arguments) {
    return new CommandLine(new Main())
        .setParameterExceptionHandler((e, args) -> failed(OperatorFault.USAGE, e))
        .setExecutionExceptionHandler((e, line, result) -> failed(e))
        .execute(arguments);
  }

  @Override
  public void run() {
    throw OperatorFault.usage(
        "a command is needed, for example pod, migrate, keys or tasks; see --help");
  }

  private static int failed(Exception failure) {
    return switch (failure) {
      case OperatorFault fault -> failed(fault.exitCode(), fault);
      case ConfigException config -> failed(OperatorFault.USAGE, config);
      default -> {
        failure.printStackTrace(); // a bug: loud
        yield failed(OperatorFault.RUNTIME, failure);
      }
    };
  }

  private static int failed(int code, Exception failure) {
    // What a pod said may be part of it.
    System.err.println(LogTail.FAILURE + Plain.line(OperatorFault.reason(failure)));
    return code;
  }
}
