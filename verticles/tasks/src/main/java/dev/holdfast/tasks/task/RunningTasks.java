package dev.holdfast.tasks.task;

import java.util.Set;

/** What intake and upkeep may ask of the tasks that run on this pod. Safe for every thread. */
public interface RunningTasks {
  /** Something may be ready to run. */
  void wake();

  /** Ends the attempt of a task if it runs here. */
  void cancel(String taskId);

  /** Stops the attempt of a task if it runs here, to go on later. */
  void pause(String taskId);

  /** The questions that agents here wait to have answered. */
  Set<String> waitingInputs();

  /** Hands an answer to the agent that waits for it, if it waits here. */
  void answered(GivenAnswer given);

  /** Stops the attempts that ran or were silent for longer than they may. */
  void stopLate();

  /** The leases that this process acts under at this moment. */
  Set<Lease> held();

  /**
   * Stops the attempts under leases that the database gives to somebody else; they may write
   * nothing any more.
   */
  void stop(Set<Lease> lost);

  /** This pod may have been given up, for all it knows: stops what runs here, to go on later. */
  void fence();

  /**
   * This process was given up for lost and has a new number: nothing it runs may write any more.
   *
   * @param podNo under which number it holds leases from now on
   */
  void restart(long podNo);
}
