package dev.holdfast.loadtests.fault;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Gate;
import dev.holdfast.loadtests.stage.Networks;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** One kind of harm; {@link #strike} does it, lets it last, and undoes it. */
public enum Fault {
  /** {@code SIGKILL} to one pod, which is started again after a while. */
  KILL("kill") {
    @Override
    String harm(Stage stage, Random choice) {
      Pod pod = any(stage, choice);
      pod.kill();
      Blocking.pause(choice.nextInt(DOWN_MS_MAX));
      pod.start();
      return pod.name();
    }
  },
  /** {@code SIGSTOP} to one pod, for longer or shorter than its lease, then {@code SIGCONT}. */
  FREEZE("freeze") {
    @Override
    String harm(Stage stage, Random choice) {
      Pod pod = any(stage, choice);
      pod.freeze();
      Blocking.pause(FREEZE_MS_MIN + choice.nextInt(FREEZE_MS_MAX - FREEZE_MS_MIN));
      pod.thaw();
      return pod.name();
    }
  },
  /** Every pod is ended by {@code SIGTERM} and started anew, one after the other. */
  ROLL("roll") {
    @Override
    String harm(Stage stage, Random choice) {
      for (Pod pod : stage.pods()) {
        pod.terminate();
        pod.start();
      }
      return EVERY;
    }
  },
  /** {@code SIGKILL} to Redis, which starts empty after a while. */
  REDIS_KILL("redis-kill") {
    @Override
    String harm(Stage stage, Random choice) {
      stage.redis().stop();
      Blocking.pause(choice.nextInt(AWAY_MS_MAX));
      stage.restartRedis();
      return EVERY;
    }
  },
  /** Redis forgets everything. */
  REDIS_FLUSH("redis-flush") {
    @Override
    String harm(Stage stage, Random choice) {
      stage.redis().flush();
      return EVERY;
    }
  },
  /** Redis holds again what it held a while ago, as after a fail-over to a replica behind it. */
  REDIS_STALE("redis-stale") {
    @Override
    String harm(Stage stage, Random choice) {
      Map<String, String> held = new TreeMap<>();
      List<String> names = stage.redis().names();
      names.stream()
          .limit(STALE_MAX)
          .forEach(name -> stage.redis().get(name).forEach(value -> held.put(name, value)));
      Blocking.pause(choice.nextInt(AWAY_MS_MAX));
      held.forEach(stage.redis()::set);
      return EVERY;
    }
  },
  /** {@code SIGSTOP} to Redis. */
  REDIS_FREEZE("redis-freeze") {
    @Override
    String harm(Stage stage, Random choice) {
      stage.redis().freeze();
      Blocking.pause(choice.nextInt(AWAY_MS_MAX));
      stage.redis().thaw();
      return EVERY;
    }
  },
  /** {@code SIGSTOP} to Postgres. */
  POSTGRES_FREEZE("postgres-freeze") {
    @Override
    String harm(Stage stage, Random choice) {
      stage.postgres().freeze();
      Blocking.pause(choice.nextInt(AWAY_MS_MAX));
      stage.postgres().thaw();
      return EVERY;
    }
  },
  /** {@code SIGKILL} to Postgres, which recovers after a while. */
  POSTGRES_KILL("postgres-kill") {
    @Override
    String harm(Stage stage, Random choice) {
      stage.postgres().crash();
      Blocking.pause(choice.nextInt(AWAY_MS_MAX));
      stage.restartPostgres();
      return EVERY;
    }
  },
  /** One pod's connections to Postgres are closed, and new ones refused. */
  POSTGRES_CUT("postgres-cut") {
    @Override
    String harm(Stage stage, Random choice) {
      return gate(any(stage, choice), Gate.Mode.CUT, true, choice);
    }
  },
  /** One pod's connections to Postgres stay open and bring nothing. */
  POSTGRES_STALL("postgres-stall") {
    @Override
    String harm(Stage stage, Random choice) {
      return gate(any(stage, choice), Gate.Mode.STALLED, true, choice);
    }
  },
  /** One pod's connections to Redis are closed, and new ones refused. */
  REDIS_CUT("redis-cut") {
    @Override
    String harm(Stage stage, Random choice) {
      return gate(any(stage, choice), Gate.Mode.CUT, false, choice);
    }
  },
  /** One pod's connections to Redis stay open and bring nothing. */
  REDIS_STALL("redis-stall") {
    @Override
    String harm(Stage stage, Random choice) {
      return gate(any(stage, choice), Gate.Mode.STALLED, false, choice);
    }
  },
  /** One pod is started anew so that none of its hints reaches another, and then as it was. */
  BUS_DROP("bus-drop") {
    @Override
    String harm(Stage stage, Random choice) {
      Pod pod = any(stage, choice);
      stage.set(DROP_ALL, "true");
      try {
        pod.terminate();
        pod.start();
      } finally {
        stage.unset(DROP_ALL);
      }
      Blocking.pause(choice.nextInt(AWAY_MS_MAX));
      pod.terminate();
      pod.start();
      return pod.name();
    }
  },
  /** One pod's link to the others is down; clients and stores reach it. */
  BUS_CUT("bus-cut") {
    @Override
    String harm(Stage stage, Random choice) {
      int pod = choice.nextInt(stage.pods().size());
      stage.ground().members(pod, false);
      split(choice);
      stage.ground().members(pod, true);
      return stage.pods().get(pod).name();
    }
  },
  /** No pod reaches another; clients and stores reach all of them. */
  BUS_APART("bus-apart") {
    @Override
    String harm(Stage stage, Random choice) {
      int pods = stage.pods().size();
      IntStream.range(0, pods).forEach(pod -> stage.ground().members(pod, false));
      split(choice);
      IntStream.range(0, pods).forEach(pod -> stage.ground().members(pod, true));
      return EVERY;
    }
  },
  /** One pod's links to clients and stores are down, those to the other pods are not. */
  SERVICES_CUT("services-cut") {
    @Override
    String harm(Stage stage, Random choice) {
      int pod = choice.nextInt(stage.pods().size());
      stage.ground().services(pod, false);
      split(choice);
      stage.ground().services(pod, true);
      return stage.pods().get(pod).name();
    }
  },
  /** One pod reaches nobody and is reached by nobody. */
  POD_CUT("pod-cut") {
    @Override
    String harm(Stage stage, Random choice) {
      int pod = choice.nextInt(stage.pods().size());
      stage.ground().members(pod, false);
      stage.ground().services(pod, false);
      split(choice);
      stage.ground().services(pod, true);
      stage.ground().members(pod, true);
      return stage.pods().get(pod).name();
    }
  };

  /** In the place of a pod's name: all of them. */
  public static final String EVERY = "*";

  private static final int DOWN_MS_MAX = 4_000;
  private static final int FREEZE_MS_MIN = 1_000;
  private static final int FREEZE_MS_MAX = 20_000;
  private static final int AWAY_MS_MAX = 8_000;
  private static final int SPLIT_MS_MIN = 2_000;
  private static final int SPLIT_MS_MAX = 16_000;
  private static final int STALE_MAX = 2_000;
  private static final String DROP_ALL = "bus.drop_all";

  private final String word;

  Fault(String word) {
    this.word = word;
  }

  /** What it is called in options and tables. */
  public String word() {
    return word;
  }

  /** The fault of that word; none where there is none. */
  public static List<Fault> of(String word) {
    return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).toList();
  }

  /** Whether tasks cannot go on anywhere while it lasts. */
  public boolean stopsEverything() {
    return switch (this) {
      case POSTGRES_FREEZE, POSTGRES_KILL -> true;
      case KILL,
          FREEZE,
          ROLL,
          REDIS_KILL,
          REDIS_FLUSH,
          REDIS_STALE,
          REDIS_FREEZE,
          POSTGRES_CUT,
          POSTGRES_STALL,
          REDIS_CUT,
          REDIS_STALL,
          BUS_DROP,
          BUS_CUT,
          BUS_APART,
          SERVICES_CUT,
          POD_CUT ->
          false;
    };
  }

  /** Whether attempts of the pod that it harms may be given up for it. */
  public boolean losesAttempts() {
    return switch (this) {
      case KILL, FREEZE, POSTGRES_CUT, POSTGRES_STALL, SERVICES_CUT, POD_CUT -> true;
      case ROLL,
          REDIS_KILL,
          REDIS_FLUSH,
          REDIS_STALE,
          REDIS_FREEZE,
          POSTGRES_FREEZE,
          POSTGRES_KILL,
          REDIS_CUT,
          REDIS_STALL,
          BUS_DROP,
          BUS_CUT,
          BUS_APART ->
          false;
    };
  }

  /** Those that need links between the pods, see {@link Networks}. */
  public static List<Fault> partitions() {
    return List.of(BUS_CUT, BUS_APART, SERVICES_CUT, POD_CUT);
  }

  /** Those that any stage can be harmed by. */
  public static List<Fault> anywhere() {
    return Arrays.stream(values()).filter(fault -> !partitions().contains(fault)).toList();
  }

  /** Harms the stage and makes it whole again; returns when it is. */
  public Harm strike(Stage stage, Random choice) {
    long from = System.currentTimeMillis();
    try {
      String victim = harm(stage, choice);
      return new Harm(this, victim, from, System.currentTimeMillis());
    } catch (RuntimeException e) {
      stage.heal();
      throw e;
    }
  }

  /** Returns the name of the pod that was harmed, or {@link #EVERY}. */
  abstract String harm(Stage stage, Random choice);

  /** Longer or shorter than it takes until the pods believe that others are gone. */
  private static void split(Random choice) {
    Blocking.pause(SPLIT_MS_MIN + choice.nextInt(SPLIT_MS_MAX - SPLIT_MS_MIN));
  }

  private static Pod any(Stage stage, Random choice) {
    List<Pod> pods = stage.pods();
    return pods.get(choice.nextInt(pods.size()));
  }

  private static String gate(Pod pod, Gate.Mode mode, boolean postgres, Random choice) {
    Gate gate = postgres ? pod.postgres() : pod.redis();
    gate.set(mode);
    Blocking.pause(choice.nextInt(AWAY_MS_MAX));
    gate.set(Gate.Mode.OPEN);
    return pod.name();
  }
}
