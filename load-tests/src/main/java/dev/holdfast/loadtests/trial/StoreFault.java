package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Gate;
import dev.holdfast.loadtests.stage.Stage;

/** The ways in which a store goes away. */
enum StoreFault {
  FROZEN,
  CRASHED,
  STALLED,
  CUT;

  void toPostgres(Stage stage) {
    switch (this) {
      case FROZEN -> stage.postgres().freeze();
      case CRASHED -> stage.postgres().crash();
      case STALLED -> stage.pods().forEach(pod -> pod.postgres().set(Gate.Mode.STALLED));
      case CUT -> stage.pods().forEach(pod -> pod.postgres().set(Gate.Mode.CUT));
    }
  }
}
