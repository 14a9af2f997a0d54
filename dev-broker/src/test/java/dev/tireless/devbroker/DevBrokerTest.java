package dev.tireless.devbroker;

import static dev.tireless.devbroker.Clients.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.tireless.devbroker.DevBroker.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("broker")
class DevBrokerTest {

  private static final Duration DEADLINE = Duration.ofSeconds(40);
  private static final int TWO_SECONDS = 2; // as a level

  @TempDir private static Path home;

  private static DevBroker broker;
  private static Clients clients;

  @BeforeAll
  static void start() {
    broker = new DevBroker(settings().topics("first").groups("first_group")).start();
    clients = new Clients(broker.nameServer());
  }

  @AfterAll
  static void end() {
    clients.close();
    broker.close();
  }

  private static Settings settings() {
    return Settings.in(home)
        .broker("messageDelayLevel", "1s 2s")
        .broker("transactionTimeOut", "1000")
        .broker("transactionCheckInterval", "1000")
        .broker("transactionOpBatchInterval", "200");
  }

  @Test
  void isReadyWhenItsTopicsCanBeWritten() throws Exception {
    DefaultMQProducer producer = clients.producer("writes_at_once");

    assertThat(producer.send(message("first", "at once")).getSendStatus())
        .isEqualTo(SendStatus.SEND_OK);

    Set<String> received = clients.received("first_group", "first");
    await().atMost(DEADLINE).until(() -> received.contains("at once"));
  }

  @Test
  void createsTopicsAndGroupsWhileItRuns() throws Exception {
    broker.createTopic("later", 2);
    broker.createGroup("later_group");

    DefaultMQProducer producer = clients.producer("writes_later");
    assertThat(producer.fetchPublishMessageQueues("later")).hasSize(2);
    assertThat(producer.send(message("later", "now")).getSendStatus())
        .isEqualTo(SendStatus.SEND_OK);
  }

  @Test
  void saysWhichTopicItRefuses() {
    assertThatIllegalStateException()
        .isThrownBy(() -> broker.createTopic("what?", 1))
        .withMessageContaining("what?")
        .withMessageContaining("illegal characters");
  }

  @Test
  void keepsWhatItAcknowledgedThroughKillAndRestart() throws Exception {
    broker.createTopic("kept", 4);
    Set<String> sent = new HashSet<>();
    DefaultMQProducer producer = clients.producer("sends");
    for (int i = 0; i < 50; i++) {
      sent.add("plain " + i);
      producer.send(message("kept", "plain " + i));
      Message delayed = message("kept", "delayed " + i);
      delayed.setDelayTimeLevel(TWO_SECONDS);
      sent.add("delayed " + i);
      producer.send(delayed);
    }
    sent.add("half");
    clients
        .committedWhenAsked("transactions", "kept")
        .sendMessageInTransaction(message("kept", "half"), null);
    long killed = broker.pid();

    broker.restart();

    assertThat(broker.pid()).isNotEqualTo(killed);
    Set<String> received = clients.received("keeps", "kept");
    await().atMost(DEADLINE).untilAsserted(() -> assertThat(received).containsAll(sent));
    assertThat(received).hasSameSizeAs(sent);
  }

  /** RocketMQ 5.5.0 would keep a whole core busy from then on. */
  @Test
  void restsWhenATransactionHasEnded() throws Exception {
    broker.createTopic("ended", 1);
    clients
        .committedWhenAsked("ends", "ended")
        .sendMessageInTransaction(message("ended", "half"), null);
    Set<String> received = clients.received("sees_the_end", "ended");
    await().atMost(DEADLINE).until(() -> received.contains("half"));

    Duration started = cpuTime();
    await().pollDelay(Duration.ofSeconds(4)).until(() -> true); // twenty intervals

    assertThat(cpuTime().minus(started)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void makesNoKeys() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("tmp"))) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .isNotEmpty()
          .noneMatch(name -> name.startsWith("keyutil"));
    }
  }

  @Test
  void sharesItsFolderWithNobody() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new DevBroker(settings()).start())
        .withMessageContaining("another broker runs in " + home);
  }

  private static Duration cpuTime() {
    return ProcessHandle.of(broker.pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
  }
}
