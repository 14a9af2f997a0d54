package dev.tireless.spring.actuate;

import dev.tireless.spring.deliver.EngineLifecycle;
import dev.tireless.store.DeliveryStore.Backlog;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up while the engine delivers and the backlog can be read. A backlog, however long, is no illness
 * of this application; its meters are for that.
 */
final class TirelessHealth extends AbstractHealthIndicator {

  private static final String RUNNING = "running";
  private static final String DISABLED = "disabled";

  private final RecentBacklog backlog;
  private final @Nullable EngineLifecycle engine;

  /**
   * @param engine null when this application delivers nothing itself
   */
  TirelessHealth(RecentBacklog backlog, @Nullable EngineLifecycle engine) {
    super("The backlog of Tireless cannot be read");
    this.backlog = backlog;
    this.engine = engine;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    Backlog now = backlog.get();
    String standing = standing();
    (standing.equals(RUNNING) || standing.equals(DISABLED) ? builder.up() : builder.down())
        .withDetail("engine", standing)
        .withDetail("pending", now.pending())
        .withDetail("parked", now.parked())
        .withDetail("failing", now.failing())
        .withDetail("unsequenced", now.unsequenced());
  }

  private String standing() {
    if (engine == null) {
      return DISABLED;
    }
    return engine.isDelivering() ? RUNNING : engine.clockFault().orElse("not running");
  }
}
