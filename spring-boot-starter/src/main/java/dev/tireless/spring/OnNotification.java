package dev.tireless.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a bean that applies the notifications of one topic. The first such method
 * mounts the receiving endpoint, {@code POST /tireless/notifications} unless configured otherwise.
 *
 * <p>The method returns nothing and takes a {@link dev.tireless.receive.ReceivedNotification}, a
 * type that the application's {@code JsonMapper} makes of the payload, or both. It runs in the
 * transaction that raises the receipt: what it does by Spring's JDBC or JPA support is committed
 * with the receipt or not at all, and happens once however often the notification comes.
 *
 * <p>It throws {@link dev.tireless.receive.RefusedException} to refuse for a good reason; whatever
 * else it throws is a failure, and the notifier tells it again. A payload that cannot be read as
 * the type is refused: the bytes are signed and the same at every attempt, so telling it again
 * could not help.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnNotification {

  /** The topic, e.g. {@code recharge.completed}; placeholders are resolved. One method each. */
  String topic();
}
