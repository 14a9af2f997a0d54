package dev.tireless.spring;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What receivers may ask (消息校对), in a servlet application.
 *
 * @param enabled Whether the calls are mounted at "/v1/receivers/{receiver}". An application
 *     without an engine and without receivers mounts them only when this is set.
 * @param rate How many requests of one receiver are answered in a second; twice as many at once.
 */
@ConfigurationProperties("tireless.reconcile")
public record ReconcileProperties(
    @DefaultValue("true") boolean enabled, @DefaultValue("50") int rate) {}
