package dev.tireless.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * RocketMQ, with {@code tireless-rocketmq} on the class path.
 *
 * @param nameServer Host and port of the name server, several separated by semicolons. Without it
 *     there is no RocketMQ, and an application that is told to use it does not start.
 * @param accessKey Who we are to a broker that asks.
 * @param secretKey The secret of the access key.
 * @param tls Whether to speak TLS.
 * @param producerGroup Group of the channel that carries to receivers with the channel "rocketmq".
 * @param transactions Publishing by transactional message.
 * @param listener Bringing messages to methods with "@OnNotification".
 * @param ingest Publishing what other programs put into a queue.
 */
@ConfigurationProperties("tireless.rocketmq")
public record RocketMqProperties(
    @Nullable String nameServer,
    @Nullable String accessKey,
    @Nullable SecretKey secretKey,
    @DefaultValue("false") boolean tls,
    @DefaultValue("tireless") String producerGroup,
    @DefaultValue Transactions transactions,
    @DefaultValue Listener listener,
    @DefaultValue Ingest ingest) {

  /**
   * Publishing by transactional message.
   *
   * @param receiver Id of the receiver with the channel "rocketmq" that gets it all; one of
   *     "tireless.receivers". Without it there is no transactional publisher.
   * @param group Producer group; the broker asks any live one of it, so all of them are on one
   *     database.
   * @param hold How long the engine leaves a notification to the broker, and how long a local
   *     transaction may last without losing its half message; 1 s to 1 h.
   */
  public record Transactions(
      @Nullable String receiver,
      @DefaultValue("tireless-transactions") String group,
      @DefaultValue("60s") Duration hold) {}

  /**
   * Bringing messages to methods with {@code @OnNotification}.
   *
   * @param group Consumer group. Without it nothing is listened to.
   * @param schedule When to be told again and until when, as for receivers.
   * @param delayLevels The broker's "messageDelayLevel", if it is not RocketMQ's default.
   * @param topics What to listen to, by queue topic.
   */
  public record Listener(
      @Nullable String group,
      @DefaultValue("classic") String schedule,
      @Nullable String delayLevels,
      @DefaultValue Map<String, Topic> topics) {}

  /**
   * Publishing what other programs put into a queue.
   *
   * @param group Consumer group. Without it nothing is ingested.
   * @param delayLevels The broker's "messageDelayLevel", if it is not RocketMQ's default.
   * @param topics What to listen to, by queue topic.
   */
  public record Ingest(
      @Nullable String group,
      @Nullable String delayLevels,
      @DefaultValue Map<String, Topic> topics) {}

  /**
   * How the messages of a queue topic are understood.
   *
   * @param secrets Every key that their senders may sign with.
   * @param foreign How to understand messages without properties of ours; without it they are
   *     refused.
   */
  public record Topic(@DefaultValue List<SecretText> secrets, @Nullable Foreign foreign) {}

  /**
   * Messages of programs that know nothing of us. Nothing proves who sent them.
   *
   * @param topic What kind of result they bring.
   * @param subject Where in their JSON the business key is: a JSON pointer like "/id".
   */
  public record Foreign(@Nullable String topic, @Nullable String subject) {}
}
