package dev.tireless.demo.recharge.order;

import dev.tireless.demo.recharge.Recharge;
import dev.tireless.spring.SpringPublisher;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionOperations;

/** By the outbox, whichever channel carries it from there. */
final class OutboxAnnouncer implements Announcer {

  private final SpringPublisher publisher;
  private final Announcements announcements;
  private final TransactionOperations transactions;

  OutboxAnnouncer(
      SpringPublisher publisher, Announcements announcements, TransactionOperations transactions) {
    this.publisher = publisher;
    this.announcements = announcements;
    this.transactions = transactions;
  }

  @Override
  public <T> T announcing(Recharge recharge, Supplier<T> business) {
    return transactions.execute(
        status -> {
          T result = business.get();
          publisher.publish(announcements.of(recharge));
          return result;
        });
  }
}
