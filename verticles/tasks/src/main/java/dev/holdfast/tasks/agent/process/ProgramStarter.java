package dev.holdfast.tasks.agent.process;

import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts a configured program for one attempt, marked as the attempt's. */
public final class ProgramStarter {
  /**
   * The variables of the pod that a program may see; everything else, credentials above all, stays
   * here.
   */
  private static final List<String> PASSED_ON =
      List.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR");

  private ProgramStarter() {}

  /** Starts the program's own command. */
  public static Process start(Program program, AgentJob job) throws IOException {
    return start(program, program.command(), job, "");
  }

  /**
   * Starts it with another of its commands.
   *
   * @param externalSessionId what {@code {external_session_id}} stands for
   */
  public static Process start(
      Program program, List<String> command, AgentJob job, String externalSessionId)
      throws IOException {
    List<String> parts = new ArrayList<>();
    for (String part : command) {
      parts.add(Placeholders.fill(part, job, externalSessionId));
    }
    ProcessBuilder builder = new ProcessBuilder(parts);
    String cwd = program.cwd();
    if (cwd != null) {
      builder.directory(Path.of(cwd).toFile());
    }
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(PASSED_ON);
    environment.putAll(program.environment());
    environment.putAll(Placeholders.environment(job));
    return builder.start();
  }
}
