package dev.tireless.spring.deliver;

import dev.tireless.Receiver;
import dev.tireless.deliver.Receivers;
import dev.tireless.http.HttpChannel;
import dev.tireless.reconcile.Credentials;
import dev.tireless.reconcile.Scope;
import dev.tireless.schedule.RetrySchedule;
import dev.tireless.spring.InvalidPropertyException;
import dev.tireless.spring.Property;
import dev.tireless.spring.ReceiverProperties;
import dev.tireless.spring.SecretKey;
import dev.tireless.spring.SecretText;
import dev.tireless.wire.AckRule;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;

/**
 * Defines the configured receivers in the database. All are checked before the first is written, so
 * a wrong one keeps the others out too. Each is then a transaction of its own: when the database
 * fails in between, some are defined, and the next start defines the rest.
 */
final class ConfiguredReceivers implements InitializingBean {

  /** Bean name, for those that want the receivers to be there before them. */
  static final String BEAN = "tirelessConfiguredReceivers";

  private static final Property RECEIVERS = new Property("tireless.receivers");

  private final Map<String, ReceiverProperties> configured;
  private final @Nullable Set<String> channels;
  private final Receivers receivers;
  private final Credentials credentials;

  /**
   * @param channels that this node has, null when it delivers nothing itself
   */
  ConfiguredReceivers(
      Map<String, ReceiverProperties> configured,
      @Nullable Set<String> channels,
      Receivers receivers,
      Credentials credentials) {
    this.configured = new TreeMap<>(configured);
    this.channels = channels;
    this.receivers = receivers;
    this.credentials = credentials;
  }

  @Override
  public void afterPropertiesSet() {
    List<Receiver> all =
        configured.entrySet().stream().map(e -> receiver(e.getKey(), e.getValue())).toList();
    configured.forEach(ConfiguredReceivers::checkCredentials);
    all.forEach(receivers::upsert);
    configured.forEach(this::putCredentials);
  }

  private static void checkCredentials(String id, ReceiverProperties p) {
    Property property = RECEIVERS.child(id).child("credentials");
    p.credentials().forEach(one -> property.check(() -> Credentials.check(one.text())));
    property.check(() -> Credentials.checkCount(id, p.credentials().size()));
  }

  /** Who has none here keeps those that the operator issued. */
  private void putCredentials(String id, ReceiverProperties p) {
    if (!p.credentials().isEmpty()) {
      List<String> texts = p.credentials().stream().map(SecretKey::text).toList();
      credentials.put(p.tenant(), id, texts, Scope.ALL);
    }
  }

  private Receiver receiver(String id, ReceiverProperties p) {
    Property property = RECEIVERS.child(id);
    checkChannel(property.child("channel"), p.channel());
    URI url = url(property.child("url"), p);
    Property secret = property.child("secret");
    SecretText secretText = secret.required(p.secret());
    RetrySchedule schedule =
        property.child("schedule").read(() -> RetrySchedule.parse(p.schedule()));
    AckRule ackRule = property.child("ack-rule").read(() -> AckRule.parse(p.ackRule()));
    return property.read(
        () ->
            new Receiver(
                p.tenant(),
                id,
                p.topics(),
                p.channel(),
                url,
                secret.read(secretText::parse),
                schedule,
                ackRule,
                p.refusable(),
                p.maxInFlight(),
                p.exchangeTimeout()));
  }

  private void checkChannel(Property property, String channel) {
    if (channels != null && !channels.contains(channel)) {
      throw new InvalidPropertyException(
          property.name(), "there is no channel '%s', only %s".formatted(channel, channels));
    }
  }

  private static URI url(Property property, ReceiverProperties p) {
    URI url = property.read(() -> URI.create(property.required(p.url())));
    if (p.channel().equals(Receiver.HTTP)) {
      property.check(() -> HttpChannel.check(url));
    }
    return url;
  }
}
