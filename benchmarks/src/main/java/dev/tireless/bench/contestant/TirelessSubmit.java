package dev.tireless.bench.contestant;

import dev.tireless.bench.load.Message;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tireless without a business transaction: the engine commits many messages at once. */
public final class TirelessSubmit implements Contestant {

  private final TirelessEngine tireless;

  /**
   * An engine that has started.
   *
   * @param waiting put before it starts; null for none
   */
  public TirelessSubmit(Stage stage, @Nullable Waiting waiting) {
    tireless = new TirelessEngine(stage);
    if (waiting != null) {
      waiting.put(stage.database(), stage.clock());
    }
    tireless.engine().start();
  }

  @Override
  public CompletionStage<?> announce(Message message) {
    return tireless.engine().submit(TirelessEngine.publication(message));
  }

  /** The most attempts that were in flight at one time. */
  public int mostInFlight() {
    return tireless.mostInFlight();
  }

  @Override
  public void close() {
    tireless.close();
  }
}
