package dev.holdfast.loadtests.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges the log of one session, event by event: numbers without a gap, one task at work at a time,
 * tasks in the order in which they were submitted, nothing written by an attempt that no longer
 * counts, each step of an attempt once, and one end for each task that was accepted.
 */
public final class TaskLog {
  private static final int FAULTS_MAX = 20;

  /**
   * One event.
   *
   * @param task whose it is; "" for an event of the session itself
   * @param attempt the number of the attempt that it tells of; 0 where it tells of none
   * @param iteration how far the task is, as the event says
   */
  public record Entry(long seq, String type, String task, int attempt, long iteration) {}

  private enum State {
    WAITING,
    AT_WORK,
    ENDED
  }

  /** What the log has told of one task so far. */
  private static final class Told {
    private State state = State.WAITING;
    private int attempt;
    private long iteration;
    private boolean begun;
    private int starts;
  }

  private final String session;
  private final List<String> order;
  private final Map<String, Told> tasks = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private long last;
  private int begun;
  private String atWork = "";

  /**
   * @param order the tasks as their only submitter submitted them, all of which ran; empty where
   *     the order is not to be judged
   */
  public TaskLog(String session, List<String> order) {
    this.session = session;
    this.order = List.copyOf(order);
  }

  /** The next event, in the order of the log. */
  public void take(Entry entry) {
    check(entry.seq() == last + 1, entry, "comes after number " + last);
    last = entry.seq();
    if (entry.task().isEmpty()) {
      return;
    }
    if (entry.type().equals("task.accepted")) {
      check(tasks.putIfAbsent(entry.task(), new Told()) == null, entry, "is a second acceptance");
      return;
    }
    Told told = tasks.get(entry.task());
    if (told == null) {
      fault(entry, "tells of a task that was not accepted");
      return;
    }
    switch (entry.type()) {
      case "task.started" -> started(entry, told);
      case "task.progress" -> progress(entry, told);
      case "task.output", "task.usage", "task.input_requested" -> written(entry, told);
      case "task.superseded" -> superseded(entry, told);
      case "task.completed", "task.failed", "task.cancelled" -> ended(entry, told);
      default -> {} // tells of what somebody asked for, not of what an attempt did
    }
  }

  /** How many attempts of a task the log tells of. */
  public int starts(String task) {
    Told told = tasks.get(task);
    return told == null ? 0 : told.starts;
  }

  /** Tasks that were accepted. */
  public int accepted() {
    return tasks.size();
  }

  /** What is wrong, once the last event was taken and every task should have ended. */
  public List<String> faults() {
    List<String> all = new ArrayList<>(faults);
    tasks.forEach((task, told) -> {
      if (told.state != State.ENDED) {
        all.add(session + ": " + task + " was accepted and has no end");
      }
    });
    order.stream()
        .filter(task -> !tasks.containsKey(task))
        .forEach(task -> all.add(session + ": " + task + " was answered and is not in the log"));
    return all;
  }

  private void started(Entry entry, Told told) {
    check(told.state == State.WAITING, entry, "begins a task that is " + told.state);
    check(atWork.isEmpty(), entry, "begins while " + atWork + " is at work");
    check(entry.attempt() >= told.attempt, entry, "follows attempt " + told.attempt);
    if (!told.begun && !order.isEmpty()) {
      check(
          begun < order.size() && order.get(begun).equals(entry.task()),
          entry,
          "is out of order: place " + begun);
      begun++;
    }
    told.begun = true;
    told.starts++;
    told.state = State.AT_WORK;
    told.attempt = entry.attempt();
    told.iteration = 0;
    atWork = entry.task();
  }

  private void progress(Entry entry, Told told) {
    written(entry, told);
    check(
        entry.iteration() == told.iteration + 1,
        entry,
        "is step " + entry.iteration() + " after step " + told.iteration);
    told.iteration = entry.iteration();
  }

  private void written(Entry entry, Told told) {
    check(told.state == State.AT_WORK, entry, "was written while the task is " + told.state);
    check(
        entry.attempt() == told.attempt,
        entry,
        "was written by attempt " + entry.attempt() + " in attempt " + told.attempt);
  }

  private void superseded(Entry entry, Told told) {
    check(told.state == State.AT_WORK, entry, "gives up a task that is " + told.state);
    told.state = State.WAITING;
    leave(entry);
  }

  private void ended(Entry entry, Told told) {
    check(told.state != State.ENDED, entry, "is a second end");
    told.state = State.ENDED;
    leave(entry);
  }

  private void leave(Entry entry) {
    if (atWork.equals(entry.task())) {
      atWork = "";
    }
  }

  private void check(boolean holds, Entry entry, String otherwise) {
    if (!holds) {
      fault(entry, otherwise);
    }
  }

  private void fault(Entry entry, String what) {
    if (faults.size() < FAULTS_MAX) {
      faults.add(session + ": " + entry + " " + what);
    }
  }
}
