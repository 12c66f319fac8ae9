package dev.holdfast.deploy.health;

/** Where a pod is in its life. */
public enum PodPhase {
  STARTING,
  SERVING,
  DRAINING
}
