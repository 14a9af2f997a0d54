/**
 * The notifier program (通知程序): takes notifications from RocketMQ, keeps them in its database and
 * calls the receivers of its configuration until they ack.
 */
@NullMarked
package dev.tireless.server;

import org.jspecify.annotations.NullMarked;
