package dev.tireless.testing;

import dev.tireless.Channel;
import dev.tireless.deliver.DeliveryListener;
import dev.tireless.deliver.EngineSettings;
import dev.tireless.deliver.Steps;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/**
 * An engine without threads: it does exactly what {@link dev.tireless.deliver.Engine} does, by the
 * very same steps, when it is told to. With a {@link SettableClock} a test plays a day's schedule
 * in milliseconds. For one thread.
 */
public final class ManualEngine {

  private final Steps steps;

  public ManualEngine(
      DataSource dataSource,
      Map<String, Channel> channels,
      EngineSettings settings,
      List<DeliveryListener> listeners,
      Clock clock,
      RandomGenerator random) {
    this.steps = new Steps(dataSource, channels, settings, listeners, clock, random, () -> {});
  }

  /** Does everything there is to do at this moment, until nothing is left. */
  public void tick() {
    int done;
    do {
      steps.endOverdue();
      done = steps.write() + steps.sequence() + steps.redeliver();
      done += steps.lease() + steps.send() + steps.record();
    } while (done > 0);
  }

  /** The single steps, for tests of what happens between them. */
  public Steps steps() {
    return steps;
  }
}
