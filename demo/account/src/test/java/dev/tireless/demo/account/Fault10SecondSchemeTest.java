package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tireless.testdatabases.FreePort;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fault 10: scheme 2 is described and not implemented. Here both schemes run over a real broker,
 * and programs that know nothing of us take either side.
 */
@Tag("broker")
class Fault10SecondSchemeTest {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final QueueInBetween queue = new QueueInBetween();
  private static final String NAME_SERVER = "--demo.name-server=" + queue.nameServer();
  private static RunningAccount account;
  private static URI accountUrl;

  /** One account for both schemes: it listens to the queue, and it can be called. */
  @BeforeAll
  static void start() {
    int port = FreePort.find();
    accountUrl = URI.create("http://127.0.0.1:" + port);
    account = new RunningAccount(port, accountUrl, "--spring.profiles.active=scheme1", NAME_SERVER);
  }

  @AfterAll
  static void stop() {
    account.close();
    queue.close();
  }

  @Test
  void schemeOneTheQueueNotifies() {
    String accountNo = account.newAccount();
    try (RunningRecharge recharge = recharge("scheme1")) {
      String txNo = paid(recharge, accountNo);

      await().atMost(DEADLINE).until(() -> account.isMarked(txNo));
      assertThat(account.balance(accountNo)).isEqualTo(100);
    }
  }

  @Test
  void schemeTwoTheNotifierProgramCalls() {
    int port = FreePort.find();
    URI url = URI.create("http://127.0.0.1:" + port);
    try (RunningAccount called = new RunningAccount(port, url);
        RunningServer server =
            new RunningServer(Settings.newFolder("server"), queue.nameServer(), url);
        RunningRecharge recharge = recharge("scheme2")) {
      String accountNo = called.newAccount();
      List<String> txNos = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        txNos.add(paid(recharge, accountNo));
      }

      await().atMost(DEADLINE).until(() -> txNos.stream().allMatch(called::isMarked));
      assertThat(called.balance(accountNo)).isEqualTo(1_000);
      assertThat(server.notifications()).isGreaterThanOrEqualTo(10);
      assertThat(server.quarantine().count()).isZero();
    }
  }

  @Test
  void aPlainProducerCreditsTheAccount() throws Exception {
    String accountNo = account.newAccount();
    String txNo = Numbers.next("plain");
    DefaultMQProducer producer = new DefaultMQProducer("producer_of_the_source_document");
    producer.setNamesrvAddr(queue.nameServer());
    producer.start();
    try {
      String body =
          "{\"id\":\"%s\",\"accountNo\":\"%s\",\"payAmount\":100,\"result\":\"success\"}"
              .formatted(txNo, accountNo);
      producer.send(new Message(QueueInBetween.TOPIC, body.getBytes(StandardCharsets.UTF_8)));
      producer.send(new Message(QueueInBetween.TOPIC, body.getBytes(StandardCharsets.UTF_8)));

      await().atMost(DEADLINE).until(() -> account.isMarked(txNo));
      assertThat(account.balance(accountNo)).isEqualTo(100);
    } finally {
      producer.shutdown();
    }
  }

  @Test
  void aPlainConsumerFindsExactlyTheFourFields() throws Exception {
    BlockingQueue<MessageExt> messages = new LinkedBlockingQueue<>();
    DefaultMQPushConsumer consumer = new DefaultMQPushConsumer("consumer_of_the_source_document");
    consumer.setNamesrvAddr(queue.nameServer());
    consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    consumer.subscribe(QueueInBetween.TOPIC, "*");
    consumer.setMessageListener(
        (MessageListenerConcurrently)
            (all, context) -> {
              messages.addAll(all);
              return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
            });
    consumer.start();
    try (RunningRecharge recharge = recharge("scheme2")) {
      String txNo = paid(recharge, account.newAccount());
      JsonNode body = bodyOf(txNo, messages);

      assertThat(body.propertyNames())
          .containsExactlyInAnyOrder("id", "accountNo", "payAmount", "result");
      assertThat(body.get("payAmount").isIntegralNumber()).isTrue();
      assertThat(body.get("result").stringValue()).isEqualTo("success");
    } finally {
      consumer.shutdown();
    }
  }

  private static JsonNode bodyOf(String txNo, BlockingQueue<MessageExt> messages)
      throws InterruptedException {
    JsonMapper json = JsonMapper.builder().build();
    while (true) {
      MessageExt message = messages.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
      assertThat(message).as("the message of %s", txNo).isNotNull();
      JsonNode body = json.readTree(message.getBody());
      if (body.path("id").asString("").equals(txNo)) {
        return body;
      }
    }
  }

  private static RunningRecharge recharge(String scheme) {
    return new RunningRecharge(
        Settings.newFolder("recharge"),
        accountUrl,
        "--spring.profiles.active=" + scheme,
        NAME_SERVER);
  }

  private static String paid(RunningRecharge recharge, String accountNo) {
    Answer answer = recharge.recharge(Numbers.next("key"), accountNo, 100);
    assertThat(answer.status()).isEqualTo(201);
    return answer.json().get("id").stringValue();
  }
}
