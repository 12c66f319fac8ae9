package dev.holdfast.registry.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * The process's own copy, bounded in number and age.
 *
 * <p>Age counts from the writing, not the last use: an entry is asked for again after its time
 * however busy it is.
 */
public final class NearCache<K, V> {
  private final Cache<K, V> entries;

  /**
   * @param entriesMax at most so many
   * @param ttlMs milliseconds
   * @param clock {@link Ticker#systemTicker()} but for tests
   */
  public NearCache(int entriesMax, int ttlMs, Ticker clock) {
    this.entries =
        Caffeine.newBuilder()
            .maximumSize(entriesMax)
            .expireAfterWrite(Duration.ofMillis(ttlMs))
            .ticker(clock)
            // Its upkeep is short and stays on the event loop that owns the cache.
            .executor(Runnable::run)
            .build();
  }

  public Optional<V> get(K key) {
    return Optional.ofNullable(entries.getIfPresent(key));
  }

  public void put(K key, V value) {
    entries.put(key, value);
  }

  /** How many it holds now. */
  public long size() {
    entries.cleanUp();
    return entries.estimatedSize();
  }
}
