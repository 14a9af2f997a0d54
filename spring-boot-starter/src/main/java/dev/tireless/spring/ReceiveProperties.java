package dev.tireless.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the receiver catches up by itself (消息校对).
 *
 * @param enabled Whether it does so, where it is known whom to ask. By their keys results can be
 *     asked for either way.
 * @param notifierUrl The url of what belongs to us at the notifier, such as
 *     "https://notifier.example/v1/receivers/account". With it and a credential the receiver
 *     catches up by itself.
 * @param credential By what the notifier knows us; it gave it to us.
 * @param graceTime How long a number may be missing before it is asked for. Longer than the first
 *     gap of our schedule.
 * @param idleTime How long nothing may be heard before the notifier is asked whether there is more.
 * @param retryGap How long something that failed is left alone before it is fetched again.
 * @param compareAt How long after the end of a day, UTC, it is compared with the notifier.
 * @param lease How long another instance waits for one that catches up and went silent.
 */
@ConfigurationProperties("tireless.receive")
public record ReceiveProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable String notifierUrl,
    @Nullable SecretKey credential,
    @DefaultValue("90s") Duration graceTime,
    @DefaultValue("5m") Duration idleTime,
    @DefaultValue("5m") Duration retryGap,
    @DefaultValue("1h") Duration compareAt,
    @DefaultValue("1m") Duration lease) {}
