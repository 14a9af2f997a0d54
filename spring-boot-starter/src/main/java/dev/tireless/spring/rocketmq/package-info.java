/** RocketMQ on both sides, where {@code tireless.rocketmq.name-server} is set. */
@NullMarked
package dev.tireless.spring.rocketmq;

import org.jspecify.annotations.NullMarked;
