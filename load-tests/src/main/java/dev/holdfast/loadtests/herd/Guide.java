package dev.holdfast.loadtests.herd;

import java.net.InetSocketAddress;

/** What watchers do with their connections; asked on the threads of lanes. */
public interface Guide {
  /** A watcher stays away. */
  long STAY_AWAY = -1;

  /** Where a watcher connects to now. */
  InetSocketAddress to(Watcher watcher);

  /** After how many milliseconds it comes again; {@link #STAY_AWAY} for never. */
  long againMs(Watcher watcher, Ending ending);
}
