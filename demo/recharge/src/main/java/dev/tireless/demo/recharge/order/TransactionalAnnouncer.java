package dev.tireless.demo.recharge.order;

import dev.tireless.demo.recharge.Recharge;
import dev.tireless.rocketmq.TransactionalPublisher;
import java.util.function.Supplier;

/** By a transactional message of RocketMQ. */
final class TransactionalAnnouncer implements Announcer {

  private final TransactionalPublisher publisher;
  private final Announcements announcements;

  TransactionalAnnouncer(TransactionalPublisher publisher, Announcements announcements) {
    this.publisher = publisher;
    this.announcements = announcements;
  }

  @Override
  public <T> T announcing(Recharge recharge, Supplier<T> business) {
    try {
      return publisher.publish(announcements.of(recharge), (c, published) -> business.get());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Recharge " + recharge.id() + " was not paid", e);
    }
  }
}
