package dev.holdfast.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.message.PresenceNews;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class AudienceTest {
  private final AtomicBoolean full = new AtomicBoolean();
  private final List<String> told = new ArrayList<>();
  private final Audience audience =
      new Audience(
          1,
          7,
          full::get,
          new Audience.Listener() {
            @Override
            public void all(PresenceNews now) {
              told.add("all " + now.more());
            }

            @Override
            public void changed(PresenceNews news) {
              told.add("changed " + news.more());
            }
          });

  @Test
  void a_client_that_does_not_read_is_written_nothing_and_then_all_of_it_anew() {
    audience.hear(news(true, 1));
    audience.hear(news(false, 2));
    full.set(true);
    audience.hear(news(false, 3));
    audience.hear(news(false, 4));
    audience.catchUp();
    assertThat(told).containsExactly("all 1", "changed 2");
    full.set(false);
    audience.catchUp();
    audience.catchUp();
    audience.hear(news(false, 5));
    assertThat(told).containsExactly("all 1", "changed 2", "all 4", "changed 5");
  }

  @Test
  void what_comes_when_it_reads_again_is_told_as_all() {
    full.set(true);
    audience.hear(news(true, 1));
    full.set(false);
    audience.hear(news(false, 2));
    audience.catchUp();
    assertThat(told).containsExactly("all 2");
  }

  private static PresenceNews news(boolean first, long more) {
    return new PresenceNews(List.of(1L), first, List.of(), List.of(), List.of(), more, List.of());
  }
}
