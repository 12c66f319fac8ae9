// Where the pods are, and the credential they know.

/** The address of a pod, as http://host:port. */
export type Pod = string;

export const PODS: readonly Pod[] = (__ENV.HOLDFAST_URLS ?? '')
  .split(',')
  .map((url) => url.trim().replace(/\/+$/, ''))
  .filter((url) => url.length > 0);

export const TOKEN: string = __ENV.HOLDFAST_TOKEN ?? '';

if (PODS.length === 0 || TOKEN.length === 0) {
  throw new Error('HOLDFAST_URLS and HOLDFAST_TOKEN are required; start with load-tests/k6/run');
}

/** A pod, each as likely. */
export function anyPod(): Pod {
  return PODS[Math.floor(Math.random() * PODS.length)]!;
}

/** Another pod than this, where there is one. */
export function otherPod(pod: Pod): Pod {
  const others = PODS.filter((each) => each !== pod);
  return others.length === 0 ? pod : others[Math.floor(Math.random() * others.length)]!;
}

/** The address of its WebSocket. */
export function socketOf(pod: Pod): string {
  return `${pod.replace(/^http/, 'ws')}/ws`;
}
