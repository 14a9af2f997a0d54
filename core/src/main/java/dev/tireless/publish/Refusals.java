package dev.tireless.publish;

import dev.tireless.ConflictException;
import dev.tireless.Publication;
import dev.tireless.store.NotificationStore.Owner;
import java.util.Set;

/** Why a publication cannot become a notification. */
final class Refusals {

  private Refusals() {}

  static ConflictException conflict(Publication p, Owner owner) {
    return new ConflictException(
        "%s/%s version %d was published before as %s with another payload; publish a higher version"
            .formatted(p.topic(), p.subject(), p.version(), owner.notificationId()));
  }

  static IllegalArgumentException unknownReceivers(Publication p, Set<String> unknown) {
    return new IllegalArgumentException(
        "Tenant %s has no receivers %s, to which %s/%s should go"
            .formatted(p.tenant(), unknown, p.topic(), p.subject()));
  }
}
