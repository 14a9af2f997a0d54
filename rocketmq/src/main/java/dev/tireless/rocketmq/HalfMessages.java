package dev.tireless.rocketmq;

import dev.tireless.TirelessException;
import java.net.UnknownHostException;
import java.util.function.Function;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.impl.factory.MQClientInstance;
import org.apache.rocketmq.client.impl.producer.DefaultMQProducerImpl;
import org.apache.rocketmq.client.impl.producer.TopicPublishInfo;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.client.producer.TransactionListener;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.sysflag.MessageSysFlag;
import org.apache.rocketmq.remoting.InvokeCallback;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.netty.ResponseFuture;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.header.EndTransactionRequestHeader;

/**
 * The broker's side of transactional messages. A half message is kept back by the broker until it
 * is told the end of the local transaction; if it is not told, it asks.
 *
 * <p>The client's own {@code sendMessageInTransaction} tells the end without waiting for an answer,
 * so that nobody knows whether the broker has heard it. Here the same request waits for its answer.
 */
final class HalfMessages implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 3_000;
  private static final int LOOK_FOR_BROKER_MILLIS = 5_000;

  private final TransactionMQProducer producer;

  /**
   * Connects, so that the broker can ask.
   *
   * @param state answers whether the local transaction of a message was committed
   */
  HalfMessages(
      Broker broker,
      String group,
      String queueTopic,
      Function<MessageExt, LocalTransactionState> state) {
    producer = broker.configured(new TransactionMQProducer(group, broker.hook()));
    producer.setSendMsgTimeout(TIMEOUT_MILLIS);
    producer.setRetryTimesWhenSendFailed(0);
    producer.setPollNameServerInterval(LOOK_FOR_BROKER_MILLIS);
    producer.setHeartbeatBrokerInterval(LOOK_FOR_BROKER_MILLIS);
    producer.setTransactionListener(new CheckBack(state));
    // The broker asks only those who told it that they are there, and the client tells only the
    // brokers of topics that it knows. Its constructor takes topics to begin with, but then it
    // does not start while the name server is away.
    impl().getTopicPublishInfoTable().put(queueTopic, new TopicPublishInfo());
    try {
      producer.start();
    } catch (MQClientException e) {
      throw new TirelessException("Cannot start the producer of group " + group, e);
    }
  }

  @SuppressWarnings("deprecation") // There is no other way to the connection of a producer.
  private DefaultMQProducerImpl impl() {
    return producer.getDefaultMQProducerImpl();
  }

  /** A half message that the broker has. */
  record Half(Message message, SendResult sent) {}

  /** Hands the broker a message to keep back. */
  Half send(Message message)
      throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
    MessageAccessor.putProperty(message, MessageConst.PROPERTY_TRANSACTION_PREPARED, "true");
    MessageAccessor.putProperty(
        message, MessageConst.PROPERTY_PRODUCER_GROUP, producer.getProducerGroup());
    SendResult sent = producer.send(message);
    if (sent.getSendStatus() != SendStatus.SEND_OK) {
      throw new MQClientException("The half message is not safe: " + sent.getSendStatus(), null);
    }
    return new Half(message, sent);
  }

  /** What became of an end that the broker was told. */
  interface Ended {
    void confirmed();

    void failed(Throwable cause);
  }

  /** Lets the message go. */
  void commit(Half half, Ended ended) {
    end(half, MessageSysFlag.TRANSACTION_COMMIT_TYPE, ended);
  }

  /** Lets the broker forget the message. */
  void rollBack(Half half, Ended ended) {
    end(half, MessageSysFlag.TRANSACTION_ROLLBACK_TYPE, ended);
  }

  @Override
  public void close() {
    producer.shutdown();
  }

  private void end(Half half, int how, Ended ended) {
    try {
      MQClientInstance client = impl().getMqClientFactory();
      String broker = client.getBrokerNameFromMessageQueue(half.sent().getMessageQueue());
      client
          .getMQClientAPIImpl()
          .getRemotingClient()
          .invokeAsync(
              client.findBrokerAddressInPublish(broker),
              RemotingCommand.createRequestCommand(
                  RequestCode.END_TRANSACTION, header(half, broker, how)),
              TIMEOUT_MILLIS,
              new Answer(ended));
    } catch (RemotingException | UnknownHostException | RuntimeException e) {
      // Whatever the client throws, the local transaction has its end already.
      ended.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended.failed(e);
    }
  }

  private EndTransactionRequestHeader header(Half half, String broker, int how)
      throws UnknownHostException {
    SendResult sent = half.sent();
    String id = sent.getOffsetMsgId() == null ? sent.getMsgId() : sent.getOffsetMsgId();
    EndTransactionRequestHeader header = new EndTransactionRequestHeader();
    header.setTopic(half.message().getTopic());
    header.setTransactionId(sent.getTransactionId());
    header.setCommitLogOffset(MessageDecoder.decodeMessageId(id).getOffset());
    header.setBrokerName(broker);
    header.setCommitOrRollback(how);
    header.setProducerGroup(producer.getProducerGroup());
    header.setTranStateTableOffset(sent.getQueueOffset());
    header.setMsgId(sent.getMsgId());
    return header;
  }

  /** What the broker says to the end of a transaction. */
  private record Answer(Ended ended) implements InvokeCallback {

    @Override
    public void operationComplete(ResponseFuture response) {
      // Everything is said by the two below.
    }

    @Override
    public void operationSucceed(RemotingCommand response) {
      if (response.getCode() == ResponseCode.SUCCESS) {
        ended.confirmed();
      } else {
        ended.failed(new MQBrokerException(response.getCode(), response.getRemark()));
      }
    }

    @Override
    public void operationFail(Throwable cause) {
      ended.failed(cause);
    }
  }

  /** What the broker asks when it was not told. */
  private record CheckBack(Function<MessageExt, LocalTransactionState> state)
      implements TransactionListener {

    @Override
    public LocalTransactionState executeLocalTransaction(Message message, Object argument) {
      throw new UnsupportedOperationException("The local transaction is run by the publisher");
    }

    @Override
    public LocalTransactionState checkLocalTransaction(MessageExt message) {
      return state.apply(message);
    }
  }
}
