package dev.tireless.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this node delivers.
 *
 * @param enabled Whether this application delivers. Without an engine it can still publish; an
 *     engine elsewhere on the same database delivers.
 * @param lease How long a delivery is held for an attempt; longer than the longest exchange, 30 s.
 * @param pollInterval How often the database is asked when nobody wakes the engine.
 * @param graceTime How long a stopping engine waits for what is in flight.
 * @param maxHeld The most deliveries that this node holds in memory, of all receivers together.
 * @param maxClockOffset How far this node's clock may be from the database's; beyond it the engine
 *     does not start, or takes nothing new until the clock is right again.
 * @param poolSize Connections of the engine's own pool, at least 2.
 */
@ConfigurationProperties("tireless.engine")
public record EngineProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("45s") Duration lease,
    @DefaultValue("200ms") Duration pollInterval,
    @DefaultValue("15s") Duration graceTime,
    @DefaultValue("20000") int maxHeld,
    @DefaultValue("5s") Duration maxClockOffset,
    @DefaultValue("4") int poolSize) {}
