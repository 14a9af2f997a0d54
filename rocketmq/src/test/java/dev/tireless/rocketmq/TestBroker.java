package dev.tireless.rocketmq;

import static org.awaitility.Awaitility.await;

import dev.tireless.devbroker.DevBroker;
import dev.tireless.devbroker.DevBroker.Settings;
import dev.tireless.testdatabases.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.common.topic.TopicValidator;

/**
 * A real broker, one for all tests of this JVM, which it ends with. It asks after half messages
 * every second, and its delays are short.
 */
final class TestBroker {

  /** What stands for the gaps of a shortened ladder. */
  static final DelayLevels LEVELS = DelayLevels.parse("1s 2s 3s 4s 5s 6s 30s");

  /** For what comes in seconds: RocketMQ's client makes up for some losses only after 30 s. */
  static final Duration DEADLINE = Duration.ofMinutes(1);

  /** A JVM that is still cold may need more than the 3 s that the client grants. */
  private static final int SEND_TIMEOUT_MILLIS = 20_000;

  private static final AtomicInteger names = new AtomicInteger();
  private static final TestBroker shared = new TestBroker();

  private final DevBroker process;
  private final DefaultMQProducer producer;

  private TestBroker() {
    process = new DevBroker(settings()).start();
    producer = new DefaultMQProducer("tests");
    producer.setNamesrvAddr(process.nameServer());
    producer.setSendMsgTimeout(SEND_TIMEOUT_MILLIS);
    try {
      producer.start();
    } catch (MQClientException e) {
      throw new IllegalStateException(e);
    }
  }

  static TestBroker running() {
    return shared;
  }

  /** One that a test may start and kill. */
  static DevBroker own(String... topics) {
    return new DevBroker(settings().topics(topics));
  }

  Broker address() {
    return Broker.at(process.nameServer());
  }

  DefaultMQProducer plainProducer() {
    return producer;
  }

  /** A consumer group that nobody else has, ready to be told again. */
  String newGroup() {
    String group = newName("group");
    create("%RETRY%" + group, 1);
    return group;
  }

  /** A queue topic that nobody else has, ready to be written. */
  String newTopic() {
    String topic = newName("topic");
    create(topic, 4);
    return topic;
  }

  /**
   * How many transactions the broker knows the end of.
   *
   * @param topic any that it has
   */
  @SuppressWarnings("deprecation") // Its replacement is in a module with a hundred others.
  long endedTransactions(String topic) throws MQClientException {
    String name = producer.fetchPublishMessageQueues(topic).get(0).getBrokerName();
    return producer.maxOffset(
        new MessageQueue(TopicValidator.RMQ_SYS_TRANS_OP_HALF_TOPIC, name, 0));
  }

  @SuppressWarnings("deprecation") // Its replacement is in a module with a hundred others.
  private void create(String topic, int queues) {
    try {
      producer.createTopic("TBW102", topic, queues, Map.of());
    } catch (MQClientException e) {
      throw new IllegalStateException(e);
    }
    await().atMost(DEADLINE).until(() -> hasRoute(topic));
  }

  private boolean hasRoute(String topic) {
    try {
      return !producer.fetchPublishMessageQueues(topic).isEmpty();
    } catch (MQClientException e) {
      return false;
    }
  }

  static String newName(String prefix) {
    return prefix + "_" + names.incrementAndGet();
  }

  private static Settings settings() {
    return Settings.in(
            newHome(),
            DevBroker.builtJar(Path.of(System.getProperty("tireless.root"))),
            FreePort.find(4))
        .broker("messageDelayLevel", "1s 2s 3s 4s 5s 6s 30s")
        .broker("transactionTimeOut", "1000")
        .broker("transactionCheckInterval", "1000")
        .broker("transactionOpBatchInterval", "200");
  }

  /** A new one, and none of an earlier run is left. */
  private static Path newHome() {
    Path home = Path.of(System.getProperty("broker.home"), newName("home"));
    deleteAll(home);
    return home;
  }

  private static void deleteAll(Path folder) {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
