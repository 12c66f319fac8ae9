package dev.holdfast.registry.journal;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.journal.store.ChainStore;
import dev.holdfast.registry.journal.store.Segment;
import dev.holdfast.registry.project.Projects;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.RotateEntries;
import dev.holdfast.shared.message.Rotation;
import dev.holdfast.shared.message.SessionTool;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Closes the open segment of a log, in two steps: a dry run tells what would be closed, and what it
 * answers confirms exactly that. Entries that were appended in between stay in the open segment.
 */
final class Rotations {
  /** The last number of the segment and the hash there: no other segment has both. */
  private static final Pattern CONFIRM = Pattern.compile("([1-9][0-9]{0,17})-([0-9a-f]{64})");

  private final ChainStore store;
  private final Projects projects;
  private final Deadline deadline;

  Rotations(ChainStore store, Projects projects, Deadline deadline) {
    this.store = store;
    this.projects = projects;
    this.deadline = deadline;
  }

  /** Fails with {@code version_conflict} where what was confirmed is not open any more. */
  Future<Rotation> rotate(RotateEntries command) {
    String confirm = command.confirm();
    return projects
        .enter(command.session(), SessionTool.ROTATE_ENTRIES, command.projectKey())
        .compose(project ->
            deadline.limit(
                confirm == null ? plan(command, project) : close(command, project, confirm)));
  }

  private Future<Rotation> plan(RotateEntries command, String project) {
    Principal owner = command.session().owner();
    return store
        .head(owner, project, command.log())
        .compose(head -> store.open(owner, head, head.lastNumber()))
        .map(found -> planned(command, project, found));
  }

  private static Rotation planned(RotateEntries command, String project, Optional<Segment> found) {
    if (found.isEmpty()) {
      return new Rotation(project, command.log(), 0, 0, 0, null, null, null, null);
    }
    Segment segment = found.get();
    return rotation(
        command, project, segment, segment.lastNumber() + "-" + segment.lastHash(), null);
  }

  private Future<Rotation> close(RotateEntries command, String project, String confirm) {
    Matcher parts = CONFIRM.matcher(confirm);
    if (!parts.matches()) {
      throw EntryRules.invalid("confirm must be what a dry run answered");
    }
    Principal owner = command.session().owner();
    return store
        .head(owner, project, command.log())
        .compose(head -> store.open(owner, head, Long.parseLong(parts.group(1))))
        .compose(found -> {
          Segment segment =
              found
                  .filter(each -> each.lastHash().equals(parts.group(2)))
                  .orElseThrow(Rotations::stale);
          return store
              .close(command.session(), project, command.log(), segment)
              .map(closedAt ->
                  rotation(
                      command, project, segment, null, closedAt.orElseThrow(Rotations::stale)));
        });
  }

  private static Rotation rotation(
      RotateEntries command,
      String project,
      Segment segment,
      @Nullable String confirm,
      @Nullable String closedAt) {
    return new Rotation(
        project,
        command.log(),
        segment.entries(),
        segment.firstNumber(),
        segment.lastNumber(),
        segment.firstHash(),
        segment.lastHash(),
        confirm,
        closedAt);
  }

  private static Fault stale() {
    return new Fault(
        ErrorCode.VERSION_CONFLICT,
        "what was confirmed is not the open segment of this log: make another dry run");
  }
}
