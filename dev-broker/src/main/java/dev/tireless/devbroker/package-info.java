/**
 * A real RocketMQ NameServer and Broker in one child JVM, small and quick to start, for development
 * and tests; never for production. {@link dev.tireless.devbroker.DevBroker} starts it from Java,
 * {@link dev.tireless.devbroker.BrokerProgram} is what runs.
 */
@NullMarked
package dev.tireless.devbroker;

import org.jspecify.annotations.NullMarked;
