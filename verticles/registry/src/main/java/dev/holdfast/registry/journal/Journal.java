package dev.holdfast.registry.journal;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.journal.store.AppendStore;
import dev.holdfast.registry.journal.store.EntryStore;
import dev.holdfast.registry.project.Projects;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AppendEntries;
import dev.holdfast.shared.message.AppendedEntries;
import dev.holdfast.shared.message.EntryPage;
import dev.holdfast.shared.message.QueryEntries;
import dev.holdfast.shared.message.ReadEntries;
import dev.holdfast.shared.message.SessionTool;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Appends, reads and searches the entries of a session's project. */
public final class Journal {
  private final AppendStore appends;
  private final EntryStore entries;
  private final Projects projects;
  private final JournalConfig config;
  private final Deadline deadline;
  private final Deadline searchDeadline;
  private final EntryRules rules;
  private int searching;

  public Journal(
      AppendStore appends,
      EntryStore entries,
      Projects projects,
      JournalConfig config,
      Deadline deadline) {
    this.appends = appends;
    this.entries = entries;
    this.projects = projects;
    this.config = config;
    this.deadline = deadline;
    this.searchDeadline = new Deadline(deadline.ms() + config.searchMs());
    this.rules = new EntryRules(config);
  }

  /** All of them or none; durable when the future succeeds. */
  public Future<AppendedEntries> append(AppendEntries command) {
    rules.require(command.entries());
    return deadline
        .limit(
            appends.append(
                command,
                (mode, key) ->
                    projects.requireAllowed(
                        mode, SessionTool.APPEND_ENTRIES, command.projectKey(), key)))
        .map(done -> done.orElseThrow(Projects::unbound));
  }

  public Future<EntryPage> recent(ReadEntries question) {
    SessionRef session = question.session();
    int limit = size(question.limit());
    return projects
        .enter(session, SessionTool.READ_ENTRIES, question.projectKey())
        .compose(project ->
            deadline.limit(
                entries.recent(
                    session.owner(), project, question.log(), question.before(), limit)));
  }

  /** At most {@link JournalConfig#searchesMax} at a time, so that others keep their connections. */
  public Future<EntryPage> search(QueryEntries question) {
    String regex = question.filter().regex();
    if (regex != null) {
      SafePattern.require(regex, config.regexCharsMax());
    }
    int limit = size(question.limit());
    if (searching >= config.searchesMax()) {
      throw new Fault(
          ErrorCode.OVERLOADED, "a pod makes " + config.searchesMax() + " searches at a time");
    }
    searching++;
    SessionRef session = question.session();
    return searchDeadline.limit(
        scope(question)
            .compose(scope ->
                entries.search(
                    session.owner(),
                    scope.project(),
                    question.log(),
                    question.filter(),
                    question.before(),
                    limit,
                    config.searchMs()))
            .onComplete(done -> searching--));
  }

  /** Where to look: null for everywhere. */
  private record Scope(@Nullable String project) {}

  /** A session whose mode has no project looks everywhere. */
  private Future<Scope> scope(QueryEntries question) {
    return projects
        .binding(question.session(), SessionTool.QUERY_ENTRIES, question.projectKey())
        .map(found ->
            question.allProjects()
                ? new Scope(null)
                : new Scope(found.orElseThrow(Projects::unbound).project()));
  }

  private int size(@Nullable Long limit) {
    if (limit == null) {
      return config.pageDefault();
    }
    if (limit < 1 || limit > config.pageMax()) {
      throw EntryRules.invalid("limit must be 1-" + config.pageMax() + ", is " + limit);
    }
    return limit.intValue();
  }
}
