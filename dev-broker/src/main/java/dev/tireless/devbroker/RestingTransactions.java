package dev.tireless.devbroker;

import org.apache.rocketmq.broker.BrokerController;
import org.apache.rocketmq.broker.transaction.queue.TransactionalMessageBridge;
import org.apache.rocketmq.broker.transaction.queue.TransactionalMessageServiceImpl;

/**
 * RocketMQ's transactions, which rest when there are none. Once no transaction has ended for an
 * interval, version 5.5.0 asks itself without a pause whether one has, on a whole core (its issue
 * 10966).
 */
final class RestingTransactions extends TransactionalMessageServiceImpl {

  private static final long REST_MILLIS = 20;

  private RestingTransactions(BrokerController broker) {
    super(new TransactionalMessageBridge(broker, broker.getMessageStore()));
  }

  /** Takes the place of those that a broker was initialized with and has not started. */
  static void replaceIn(BrokerController broker) {
    broker.getTransactionalMessageService().close();
    broker.setTransactionalMessageService(new RestingTransactions(broker));
  }

  @Override
  public long batchSendOpMessage() {
    return Math.max(super.batchSendOpMessage(), System.currentTimeMillis() + REST_MILLIS);
  }
}
