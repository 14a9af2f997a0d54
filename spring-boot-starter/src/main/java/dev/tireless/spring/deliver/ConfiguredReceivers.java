package dev.tireless.spring.deliver;

import dev.tireless.Receiver;
import dev.tireless.deliver.Receivers;
import dev.tireless.http.HttpChannel;
import dev.tireless.reconcile.Caller;
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
import java.util.ArrayList;
import java.util.HashMap;
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
    checkOwners();
    List<Owned> moved = moved();
    all.forEach(receivers::upsert);
    moved.forEach(one -> credentials.revoke(one.owner.tenant(), one.owner.receiver(), one.text));
    configured.forEach(this::putCredentials);
  }

  private record Owned(Caller owner, String text) {}

  /** A credential says who asks, so it is one receiver's. */
  private void checkOwners() {
    Map<String, String> owners = new HashMap<>();
    configured.forEach(
        (id, p) ->
            p.credentials()
                .forEach(
                    one -> {
                      String other = owners.putIfAbsent(one.text(), id);
                      if (other != null && !other.equals(id)) {
                        throw new InvalidPropertyException(
                            credentials(id).name(), "one of them is that of " + other + ", too");
                      }
                    }));
  }

  /** What one receiver had and another has from now on; the first has to let it go before. */
  private List<Owned> moved() {
    List<Owned> moved = new ArrayList<>();
    configured.forEach(
        (id, p) ->
            p.credentials()
                .forEach(
                    one ->
                        credentials
                            .caller(one.text())
                            .filter(owner -> !isSame(owner, p.tenant(), id))
                            .ifPresent(owner -> moved.add(moved(owner, id, one.text())))));
    return moved;
  }

  private Owned moved(Caller owner, String id, String text) {
    ReceiverProperties p = configured.get(owner.receiver());
    if (p == null || p.credentials().isEmpty() || !p.tenant().equals(owner.tenant())) {
      throw new InvalidPropertyException(
          credentials(id).name(),
          "one of them belongs to the receiver %s of tenant %s, whose credentials are not configured here"
              .formatted(owner.receiver(), owner.tenant()));
    }
    return new Owned(owner, text);
  }

  private static boolean isSame(Caller owner, String tenant, String id) {
    return owner.tenant().equals(tenant) && owner.receiver().equals(id);
  }

  private static Property credentials(String id) {
    return RECEIVERS.child(id).child("credentials");
  }

  private static void checkCredentials(String id, ReceiverProperties p) {
    Property property = credentials(id);
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
