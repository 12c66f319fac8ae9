package dev.holdfast.registry.journal;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.journal.store.ChainStore;
import dev.holdfast.registry.journal.store.EntryCodec;
import dev.holdfast.registry.journal.store.Head;
import dev.holdfast.registry.project.Projects;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.EntryRecord;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.message.Verification;
import dev.holdfast.shared.message.VerifyEntries;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recomputes a hash chain, batch by batch, off the event loop, and names what is broken first. */
final class ChainCheck {
  private final Vertx vertx;
  private final ChainStore store;
  private final Projects projects;
  private final JournalConfig config;
  private final Deadline deadline;

  ChainCheck(
      Vertx vertx, ChainStore store, Projects projects, JournalConfig config, Deadline deadline) {
    this.vertx = vertx;
    this.store = store;
    this.projects = projects;
    this.config = config;
    this.deadline = deadline;
  }

  /** What is checked: entries up to a number of a log that ended like this when it began. */
  private record Range(VerifyEntries question, String project, Head head, long to) {
    Principal owner() {
      return question.session().owner();
    }

    Verification broken(long verifiedTo, long number, String reason) {
      return result(verifiedTo, number, reason, null);
    }

    Verification verified() {
      return result(to, null, null, to < head.lastNumber() ? to : null);
    }

    private Verification result(
        long verifiedTo, @Nullable Long number, @Nullable String reason, @Nullable Long next) {
      return new Verification(
          project, question.log(), head.lastNumber(), verifiedTo, number, reason, next);
    }
  }

  /** How far it is: what was verified last and its hash, or what is broken. */
  private record Progress(long number, String hash, @Nullable Verification broken) {}

  Future<Verification> verify(VerifyEntries question) {
    Principal owner = question.session().owner();
    return projects
        .enter(question.session(), SessionTool.VERIFY_ENTRIES, question.projectKey())
        .compose(project ->
            deadline
                .limit(store.head(owner, project, question.log()))
                .map(head -> range(question, project, head)))
        .compose(this::start);
  }

  private Range range(VerifyEntries question, String project, Head head) {
    if (question.after() > head.lastNumber()) {
      throw EntryRules.invalid("after must be 0-" + head.lastNumber() + ", is " + question.after());
    }
    return new Range(
        question,
        project,
        head,
        Math.min(head.lastNumber(), question.after() + config.verifyMax()));
  }

  private Future<Verification> start(Range range) {
    long after = range.question().after();
    return deadline
        .limit(store.hashAt(range.owner(), range.head(), after))
        .compose(hash ->
            hash.isEmpty()
                ? Future.succeededFuture(range.broken(after - 1, after, "the entry is missing"))
                : walk(range, new Progress(after, hash.get(), null)));
  }

  private Future<Verification> walk(Range range, Progress progress) {
    Verification broken = progress.broken();
    if (broken != null) {
      return Future.succeededFuture(broken);
    }
    if (progress.number() == range.to()) {
      return end(range, progress);
    }
    return deadline
        .limit(
            store.chain(
                range.owner(),
                range.project(),
                range.question().log(),
                progress.number(),
                range.to(),
                config.verifyBatch()))
        .compose(batch -> vertx.executeBlocking(() -> check(range, progress, batch)))
        .compose(next -> walk(range, next));
  }

  private static Progress check(Range range, Progress before, List<EntryRecord> batch) {
    long number = before.number();
    String hash = before.hash();
    for (EntryRecord entry : batch) {
      if (entry.number() != number + 1) {
        break;
      }
      hash = EntryCodec.hash(hash, range.owner(), entry);
      if (!hash.equals(entry.hash())) {
        return new Progress(
            number,
            hash,
            range.broken(number, entry.number(), "the content does not fit the hash"));
      }
      number++;
    }
    boolean gap = batch.isEmpty() || number != batch.getLast().number();
    return new Progress(
        number, hash, gap ? range.broken(number, number + 1, "the entry is missing") : null);
  }

  /** The entries are right; so must be what the log and its archive markers say of them. */
  private Future<Verification> end(Range range, Progress progress) {
    Head head = range.head();
    if (range.to() == head.lastNumber() && !progress.hash().equals(head.lastHash())) {
      return Future.succeededFuture(
          range.broken(range.to() - 1, range.to(), "the log does not end with this entry's hash"));
    }
    return deadline
        .limit(store.brokenMarker(range.owner(), head, range.question().after(), range.to()))
        .map(marker -> ended(range, marker));
  }

  private static Verification ended(Range range, Optional<Long> marker) {
    return marker
        .map(number ->
            range.broken(range.to(), number, "the archive marker here does not fit its entries"))
        .orElseGet(range::verified);
  }
}
