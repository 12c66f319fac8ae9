package dev.holdfast.tasks.agent.worker;

import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.DrainWorker;
import dev.holdfast.shared.message.OfferWorker;
import dev.holdfast.shared.message.WorkerGone;
import dev.holdfast.shared.message.WorkerHeard;
import dev.holdfast.shared.message.WorkerOrder;
import dev.holdfast.shared.message.WorkerSays;
import dev.holdfast.shared.message.WorkerWelcome;
import dev.holdfast.tasks.agent.WorkerConfig;
import dev.holdfast.tasks.task.Workplaces;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The workers of this pod and their places. Nothing of it is durable: what a pod's workers were at
 * work on when it is lost is lost with it. Safe for every thread.
 */
public final class Workers implements Workplaces {
  private final WorkerConfig config;
  private final WaitKeys keys;
  private final Bus bus;
  private final Map<Worker.Id, Worker> workers = new HashMap<>();
  private final Map<String, Worker> connected = new HashMap<>();
  private final Map<Long, Place> places = new HashMap<>();

  public Workers(WorkerConfig config, WaitKeys keys, Bus bus) {
    this.config = config;
    this.keys = keys;
    this.bus = bus;
  }

  /**
   * Takes a worker on.
   *
   * @throws Fault {@link ErrorCode#UNKNOWN_AGENT}, {@link ErrorCode#INVALID_FIELD} for too many
   *     slots, {@link ErrorCode#OVERLOADED} where there are too many workers
   */
  public synchronized WorkerWelcome offer(OfferWorker offer) {
    require(offer);
    Worker worker =
        workers.computeIfAbsent(Worker.Id.of(offer), id -> new Worker(bus, offer.owner()));
    worker
        .connection()
        .ifPresent(former -> {
          worker.tell(new WorkerOrder.Replaced());
          connected.remove(former);
        });
    worker.connect(offer, System.nanoTime());
    connected.put(offer.connection(), worker);
    List<String> goneOnWith = new ArrayList<>();
    worker
        .places()
        .forEach((jobId, place) -> {
          boolean named = offer.jobs().contains(jobId) && offer.agents().contains(place.agent());
          if (place.isOpen() && named) {
            goneOnWith.add(jobId);
            place.repeat();
          } else if (place.isOpen()) {
            place.signal(new Signal.Lost("its worker came back without it"));
          }
        });
    return new WorkerWelcome(config.heartbeatMs(), config.leaseMs(), goneOnWith);
  }

  /** Passes news on to the attempt it is about; each is acknowledged in the end. */
  public synchronized void says(WorkerSays says) {
    Worker worker = connected.get(says.connection());
    Place place = worker == null ? null : worker.places().get(says.news().jobId());
    if (worker != null) {
      worker.heard(System.nanoTime());
    }
    if (place == null) {
      Worker.taken(bus, says, Optional.of(Place.gone()));
    } else {
      place.said(says);
    }
  }

  public synchronized void heard(WorkerHeard sign) {
    Worker worker = connected.get(sign.connection());
    if (worker != null) {
      worker.heard(System.nanoTime());
    }
  }

  /** The connection is closed; the worker may come back on another one. */
  public synchronized void gone(WorkerGone gone) {
    Worker worker = connected.remove(gone.connection());
    if (worker != null) {
      worker.disconnect(System.nanoTime());
    }
  }

  /**
   * The worker's jobs are stopped and handed back; answered with their number when that is done.
   */
  public synchronized Future<Integer> drain(DrainWorker leaving) {
    Worker worker = connected.get(leaving.connection());
    if (worker == null) {
      return Future.succeededFuture(0);
    }
    Promise<Integer> done = Promise.promise();
    worker.drain(done);
    worker.places().values().forEach(place -> place.signal(new Signal.Drained()));
    return done.future();
  }

  /** Gives up the jobs of workers that were silent or gone for too long. */
  public synchronized Future<Void> runOnce() {
    long now = System.nanoTime();
    for (Worker worker : List.copyOf(workers.values())) {
      if (worker.connection().isEmpty()) {
        if (worker.age(now) > TimeUnit.MILLISECONDS.toNanos(config.graceMs())) {
          lose(worker, "its worker was gone for longer than " + config.graceMs() + " ms");
          workers.values().remove(worker);
        }
      } else if (worker.isBusy()) {
        worker.heard(now);
      } else if (!worker.isSilent()
          && worker.age(now) > TimeUnit.MILLISECONDS.toNanos(config.leaseMs())) {
        worker.fallSilent();
        lose(worker, "its worker was silent for longer than " + config.leaseMs() + " ms");
      }
    }
    return Future.succeededFuture();
  }

  @Override
  public boolean areNeeded() {
    return !keys.isEmpty();
  }

  @Override
  public synchronized Optional<String> keep(String agent, Principal owner, long place) {
    Optional<String> key = keys.of(agent, owner);
    if (key.isEmpty()) {
      return key;
    }
    Optional<Worker> found =
        workers.values().stream()
            .filter(worker -> worker.free() > 0 && worker.agents().contains(agent))
            .filter(worker -> keys.of(agent, worker.owner()).equals(key))
            .max(Comparator.comparingInt(Worker::free));
    if (found.isEmpty()) {
      return key;
    }
    Place kept = new Place(found.get(), agent);
    found.get().places().put(kept.jobId(), kept);
    places.put(place, kept);
    return Optional.empty();
  }

  @Override
  public synchronized void free(long place, boolean settled) {
    Place kept = places.remove(place);
    if (kept != null) {
      kept.free(settled);
      kept.worker().places().remove(kept.jobId());
      kept.worker().freed();
    }
  }

  /** In an order that changes, so that no agent of a worker always comes last. */
  @Override
  public synchronized Map<String, Integer> wanted() {
    List<Worker> all = new ArrayList<>(workers.values());
    Collections.shuffle(all);
    Map<String, Integer> wanted = new LinkedHashMap<>();
    for (Worker worker : all) {
      if (worker.free() > 0) {
        List<String> agents = new ArrayList<>(worker.agents());
        Collections.shuffle(agents);
        for (String agent : agents) {
          keys.of(agent, worker.owner())
              .ifPresent(key -> wanted.merge(key, worker.free(), Integer::sum));
        }
      }
    }
    return wanted;
  }

  /** The place that was kept under the number. */
  synchronized Optional<Place> place(long number) {
    return Optional.ofNullable(places.get(number));
  }

  private void require(OfferWorker offer) {
    for (String agent : offer.agents()) {
      if (!keys.isRunByWorkers(agent)) {
        throw new Fault(
            ErrorCode.UNKNOWN_AGENT, "agent " + agent + " is not configured as run by workers");
      }
    }
    if (offer.slots() > config.slotsMax()) {
      throw new Fault(
          ErrorCode.INVALID_FIELD,
          "slots must be at most tasks.worker_slots_max of " + config.slotsMax());
    }
    if (workers.size() >= config.workersMax() && !workers.containsKey(Worker.Id.of(offer))) {
      throw new Fault(
          ErrorCode.OVERLOADED, "tasks.workers_max of " + config.workersMax() + " is reached");
    }
  }

  private static void lose(Worker worker, String error) {
    worker.places().values().forEach(place -> place.signal(new Signal.Lost(error)));
  }
}
