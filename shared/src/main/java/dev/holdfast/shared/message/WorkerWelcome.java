package dev.holdfast.shared.message;

import java.util.List;

/**
 * A worker is taken on.
 *
 * @param heartbeatMs milliseconds between two signs of life that it should give
 * @param leaseMs milliseconds of silence after which its jobs are given up
 * @param jobs those of the named ones that it goes on with; it must stop all others
 */
public record WorkerWelcome(int heartbeatMs, int leaseMs, List<String> jobs) {
  public WorkerWelcome {
    jobs = List.copyOf(jobs);
  }
}
