/**
 * RocketMQ both ways. To the queue: {@link dev.tireless.rocketmq.RocketMqChannel} carries what the
 * engine sends, {@link dev.tireless.rocketmq.TransactionalPublisher} publishes by transactional
 * message. From the queue: {@link dev.tireless.rocketmq.NotificationListener} brings messages to
 * the inbox of a receiver, {@link dev.tireless.rocketmq.Ingest} to the engine of a notifier.
 */
@NullMarked
package dev.tireless.rocketmq;

import org.jspecify.annotations.NullMarked;
