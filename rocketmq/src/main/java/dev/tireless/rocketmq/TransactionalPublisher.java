package dev.tireless.rocketmq;

import dev.tireless.LocalTransaction;
import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.deliver.Carried;
import dev.tireless.deliver.Carried.Addressee;
import dev.tireless.deliver.Carried.Confirmation;
import dev.tireless.publish.Published;
import dev.tireless.publish.Publisher;
import dev.tireless.rocketmq.HalfMessages.Half;
import dev.tireless.wire.AckRule;
import dev.tireless.wire.Envelope;
import dev.tireless.wire.WireHeaders;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes by a transactional message of RocketMQ: local transaction and message are one, and the
 * message is on its way as soon as the transaction is committed.
 *
 * <pre>
 * half message → local transaction: notification, outbox row, business → commit → the broker lets
 * the message go and says so → the delivery is numbered and acked, the outbox row goes
 * </pre>
 *
 * <p>The outbox row is the safety net. It is held back for a while; if the broker has not confirmed
 * until then, because it dropped the half message, or we died, or it is down, the engine of this
 * database sends the notification over {@link RocketMqChannel}. So a notification is sent at least
 * once; twice at worst, which the natural key at the other end removes. That is as sure as the
 * broker is: what it confirmed and then loses, because it had not reached a disk or a slave yet, is
 * not sent again, and the answer to the end of a transaction does not tell. The channel takes no
 * such answer for an ack. While the broker cannot be reached, publishing goes on by the outbox
 * alone.
 *
 * <p>The broker's check-back asks for the notification of the message, one look-up by primary key.
 * A local transaction that lasts longer than the hold loses its half message and nothing else: it
 * commits like any other, and the safety net sends it.
 *
 * <p>Thread-safe.
 */
public final class TransactionalPublisher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TransactionalPublisher.class);

  /** How long publishing does without half messages after one could not be sent. */
  private static final Duration REST = Duration.ofSeconds(5);

  /** How long a change of the receiver may go unnoticed. */
  private static final Duration KNOWN_FOR = Duration.ofSeconds(5);

  private final String group;
  private final Receiver receiver;
  private final String queueTopic;
  private final Duration hold;
  private final LocalTransaction transaction;
  private final Publisher publisher;
  private final Carried carried;
  private final Runnable wakeUp;
  private final Clock clock;
  private final HalfMessages halfMessages;
  private final Confirmer confirmer;
  private final AtomicReference<@Nullable Known> known = new AtomicReference<>();
  private final AtomicReference<Instant> restingUntil = new AtomicReference<>(Instant.MIN);

  /**
   * How to publish by transactional message.
   *
   * @param group the producer group; the broker asks any live producer of it, so all of them must
   *     be on one database
   * @param receiver by the channel {@code rocketmq}, to which all is addressed
   * @param hold how long the engine leaves a notification to the broker, and how long a local
   *     transaction may last without losing its half message; longer than a transaction lasts
   */
  public record Settings(String group, Receiver receiver, Duration hold) {

    public static final Duration DEFAULT_HOLD = Duration.ofMinutes(1);

    public Settings {
      RocketMqChannel.check(receiver.url(), receiver.ackRule());
      if (!receiver.channel().equals(RocketMqChannel.NAME)
          || !receiver.ackRule().equals(AckRule.http2xx())) {
        throw new IllegalArgumentException(
            "The broker's answer is the ack of a transactional message, so its receiver has the"
                + " channel %s and the ack rule %s, but %s has %s and %s"
                    .formatted(
                        RocketMqChannel.NAME,
                        AckRule.http2xx(),
                        receiver.id(),
                        receiver.channel(),
                        receiver.ackRule()));
      }
      if (hold.compareTo(Duration.ofSeconds(1)) < 0 || hold.compareTo(Duration.ofHours(1)) > 0) {
        throw new IllegalArgumentException("The hold is 1 s to 1 h, but it is " + hold);
      }
    }
  }

  /** What runs in the local transaction, behind the publication. */
  @FunctionalInterface
  public interface Business<T> {

    /**
     * Runs.
     *
     * @param published not {@linkplain Published#first() the first} when the same was published
     *     before, and its business done
     */
    T run(Connection connection, Published published) throws Exception;
  }

  /**
   * Connects to the broker, or goes on trying to.
   *
   * @param transaction on the database of publisher and engine
   * @param carried on the same
   * @param wakeUp called after a commit that only the outbox will bring on; {@code engine::wakeUp}
   */
  public TransactionalPublisher(
      Broker broker,
      Settings settings,
      LocalTransaction transaction,
      Publisher publisher,
      Carried carried,
      Runnable wakeUp,
      Clock clock) {
    this.group = settings.group();
    this.receiver = settings.receiver();
    this.queueTopic = QueueTopic.of(receiver.url());
    this.hold = settings.hold();
    this.transaction = transaction;
    this.publisher = publisher;
    this.carried = carried;
    this.wakeUp = wakeUp;
    this.clock = clock;
    this.halfMessages = new HalfMessages(broker, settings.group(), queueTopic, this::stateOf);
    this.confirmer = new Confirmer(carried);
  }

  /**
   * Publishes and runs the business in one local transaction, which this begins and commits.
   *
   * @return what the business returned
   * @throws IllegalArgumentException when the publication is addressed to anybody else than the
   *     receiver of this publisher
   * @throws dev.tireless.ConflictException when another payload stands under the same key
   * @throws Exception whatever the business threw: nothing was written and nobody will be told; or
   *     that the commit failed, and then it is not known whether it took place
   */
  public <T> T publish(Publication publication, Business<T> business) throws Exception {
    Publication addressed = addressed(publication);
    String id = publisher.nextId();
    Instant startedAt = clock.instant();
    Half half = sendHalf(id, addressed, startedAt);
    @Nullable Instant heldUntil = half == null ? null : startedAt.plus(hold);
    AtomicReference<@Nullable Published> written = new AtomicReference<>();
    T result;
    try {
      result =
          transaction.run(
              c -> {
                Published published = publisher.publishHeld(c, id, addressed, heldUntil);
                written.set(published);
                return business.run(c, published);
              });
    } catch (Throwable e) {
      // If the commit did succeed after all, the safety net sends it.
      rollBack(half);
      throw e;
    }
    committed(half, written.get(), startedAt);
    return result;
  }

  /** Confirms what the broker has confirmed, and goes. */
  @Override
  public void close() {
    halfMessages.close();
    confirmer.close();
  }

  @Override
  public String toString() {
    return "group %s to %s, held for %s".formatted(group, receiver.id(), hold);
  }

  private void committed(@Nullable Half half, @Nullable Published published, Instant startedAt) {
    if (published == null || !published.first()) {
      rollBack(half);
    } else if (half == null) {
      wakeUp.run();
    } else {
      halfMessages.commit(half, new Committed(half, published.id(), startedAt));
    }
  }

  private void rollBack(@Nullable Half half) {
    if (half != null) {
      halfMessages.rollBack(half, new RolledBack());
    }
  }

  /** The local transaction was committed. */
  private final class Committed implements HalfMessages.Ended {

    private final Half half;
    private final String id;
    private final Instant startedAt;

    private Committed(Half half, String id, Instant startedAt) {
      this.half = half;
      this.id = id;
      this.startedAt = startedAt;
    }

    @Override
    public void confirmed() {
      Duration duration = Duration.between(startedAt, clock.instant());
      String detail = half.sent().getMsgId() + " as a transactional message";
      confirmer.confirm(new Confirmation(id, startedAt, duration, detail));
    }

    @Override
    public void failed(Throwable cause) {
      log.info("{} was not confirmed, so the outbox will send it: {}", id, FirstLine.of(cause));
    }
  }

  /** It was not. */
  private static final class RolledBack implements HalfMessages.Ended {

    @Override
    public void confirmed() {
      // The broker has forgotten the half message.
    }

    @Override
    public void failed(Throwable cause) {
      log.info("A half message is left to the check-back: {}", FirstLine.of(cause));
    }
  }

  private Publication addressed(Publication publication) {
    if (!publication.to().isEmpty() && !publication.to().equals(List.of(receiver.id()))) {
      throw new IllegalArgumentException(
          "%s/%s is for %s, but a transactional message goes to %s alone"
              .formatted(
                  publication.topic(), publication.subject(), publication.to(), receiver.id()));
    }
    return publication.to(receiver.id());
  }

  /** The half message, or null while the broker cannot be reached. */
  private @Nullable Half sendHalf(String id, Publication p, Instant now) {
    if (!mayTry(now)) {
      return null;
    }
    Optional<Addressee> addressee = addressee(now);
    if (addressee.isEmpty()) {
      return null;
    }
    Envelope envelope = new Envelope(id, now, p.topic(), p.subject(), p.version(), 0, 0, 1);
    try {
      Half half =
          halfMessages.send(
              Messages.of(
                  queueTopic,
                  envelope,
                  p.contentType(),
                  p.payload().bytes(),
                  p.traceparent(),
                  addressee.get().secrets()));
      restingUntil.set(Instant.MIN);
      return half;
    } catch (MQClientException | RemotingException | MQBrokerException | RuntimeException e) {
      // Without its name server the client throws an IllegalStateException.
      restingUntil.set(clock.instant().plus(REST));
      log.warn(
          "No half messages for {} s, publishing goes on by the outbox: {}",
          REST.toSeconds(),
          FirstLine.of(e));
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /**
   * As it was at most so long ago: its keys, which are rotated, and whether it is to be told at
   * all. Without it, or when it has moved, the outbox knows better.
   */
  private Optional<Addressee> addressee(Instant now) {
    Known latest = known.get();
    if (latest == null || !now.isBefore(latest.until())) {
      latest = new Known(now.plus(KNOWN_FOR), carried.addressee(receiver.tenant(), receiver.id()));
      known.set(latest);
    }
    return latest.addressee().filter(a -> a.receiver().url().equals(receiver.url()));
  }

  private record Known(Instant until, Optional<Addressee> addressee) {}

  /** After a rest one tries for all: a broker that hangs must not hold up every publisher. */
  private boolean mayTry(Instant now) {
    Instant until = Objects.requireNonNull(restingUntil.get());
    return until.equals(Instant.MIN)
        || (!now.isBefore(until) && restingUntil.compareAndSet(until, now.plus(REST)));
  }

  /** The broker's question. Whatever is not certain is asked again. */
  LocalTransactionState stateOf(MessageExt message) {
    String id = message.getProperty(WireHeaders.WEBHOOK_ID);
    if (id == null) {
      return LocalTransactionState.ROLLBACK_MESSAGE;
    }
    if (carried.isPublished(id)) {
      return LocalTransactionState.COMMIT_MESSAGE;
    }
    Instant born = Instant.ofEpochMilli(message.getBornTimestamp());
    return clock.instant().isBefore(born.plus(hold))
        ? LocalTransactionState.UNKNOW
        : LocalTransactionState.ROLLBACK_MESSAGE;
  }
}
