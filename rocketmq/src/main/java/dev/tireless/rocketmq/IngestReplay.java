package dev.tireless.rocketmq;

import dev.tireless.ConflictException;
import dev.tireless.Publication;
import dev.tireless.publish.Published;
import dev.tireless.publish.Publisher;
import dev.tireless.rocketmq.Quarantine.Content;
import dev.tireless.rocketmq.Reading.Understood;
import dev.tireless.rocketmq.Reading.Unusable;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The second chance of what {@link Ingest} put into quarantine: published by today's rules and
 * taken out, in one transaction, which needs no broker and no engine. The engine on the database
 * finds it by itself. Thread-safe.
 */
public final class IngestReplay {

  private final Quarantine quarantine;
  private final String group;
  private final MessageReader reader;
  private final Publisher publisher;

  /**
   * A replay of what one group's ingest could not use.
   *
   * @param group the consumer group of the ingest
   */
  public IngestReplay(
      Quarantine quarantine,
      String group,
      Collection<TopicRule> rules,
      Publisher publisher,
      Clock clock) {
    this.quarantine = quarantine;
    this.group = group;
    this.reader = new MessageReader(rules, clock);
    this.publisher = publisher;
  }

  /**
   * Replays one message.
   *
   * @return its notification; empty when there is no message of this number
   * @throws IllegalArgumentException when it still cannot be used, or belongs to another group; it
   *     stays where it is
   * @throws ConflictException when another payload stands under its key; it stays where it is
   * @throws dev.tireless.TirelessException when the database fails
   */
  public Optional<Published> replay(long number) {
    AtomicReference<@Nullable Published> published = new AtomicReference<>();
    quarantine.release(
        number, (c, message) -> published.set(publisher.publish(c, usable(message))));
    return Optional.ofNullable(published.get());
  }

  private Publication usable(Content message) {
    message.requireGroup(group);
    Reading reading = reader.read(message.message());
    if (reading instanceof Understood understood) {
      return understood.publication();
    }
    Unusable unusable = (Unusable) reading;
    throw new IllegalArgumentException(
        "Message %d still cannot be used, %s: %s"
            .formatted(message.about().number(), unusable.reason(), unusable.detail()));
  }
}
