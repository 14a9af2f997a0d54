package dev.tireless.spring;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How notifications are received.
 *
 * @param path Where the endpoint is mounted when a method has {@code @OnNotification}.
 * @param secrets Every key the notifier may sign with; required by the endpoint. During a rotation
 *     the old and the new one.
 * @param notifier Our name for the system that notifies us; subjects of two notifiers never meet.
 *     Do not change it later: receipts are kept under it.
 * @param tolerance How far the timestamp of an attempt may be from our clock, either way.
 */
@ConfigurationProperties("tireless.inbox")
public record InboxProperties(
    @DefaultValue("/tireless/notifications") String path,
    @DefaultValue List<SecretText> secrets,
    @DefaultValue("default") String notifier,
    @DefaultValue("5m") Duration tolerance) {}
