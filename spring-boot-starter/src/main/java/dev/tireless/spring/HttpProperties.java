package dev.tireless.spring;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the HTTP channel behaves towards every receiver.
 *
 * @param connectTimeout For TCP and TLS together, 1 ms to 30 s.
 * @param idleKeepAlive How long an unused connection stays open, in whole seconds from 1 s to 1 h.
 * @param openNetworks Addresses that are called although they are not public, as CIDR blocks like
 *     "10.0.0.0/8"; public ones need no opening.
 */
@ConfigurationProperties("tireless.http")
public record HttpProperties(
    @DefaultValue("3s") Duration connectTimeout,
    @DefaultValue("30s") Duration idleKeepAlive,
    @DefaultValue List<String> openNetworks) {}
