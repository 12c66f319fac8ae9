package dev.holdfast.gateway.worker;

import dev.holdfast.shared.message.WorkerOrder;

/** The way to one worker. */
public interface WorkerOutlet {
  /** Passes an order on; never blocks. */
  void order(WorkerOrder order);
}
