package dev.tireless.rocketmq;

import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.receive.ReceivedNotification;
import dev.tireless.wire.Verification.Verified;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a message was understood as. */
sealed interface Reading {

  /** A publication for the engine, and a notification for the inbox. */
  sealed interface Understood extends Reading {

    Publication publication();

    ReceivedNotification received(String notifier);
  }

  /** One of ours, and genuine. */
  record Ours(Verified verified, @Nullable String traceparent) implements Understood {

    @Override
    public Publication publication() {
      return new Publication(
          Publication.DEFAULT_TENANT,
          verified.envelope().topic(),
          verified.envelope().subject(),
          verified.envelope().version(),
          List.of(),
          verified.contentType(),
          Payload.of(verified.body()),
          traceparent);
    }

    @Override
    public ReceivedNotification received(String notifier) {
      return ReceivedNotification.pushed(notifier, verified);
    }
  }

  /** One from a program that knows nothing of us. */
  record Foreign(String topic, String subject, Payload payload) implements Understood {

    @Override
    public Publication publication() {
      return Publication.of(topic, subject, payload);
    }

    @Override
    public ReceivedNotification received(String notifier) {
      return ReceivedNotification.foreign(notifier, topic, subject, Publication.JSON, payload);
    }
  }

  /** It cannot be used, now and at every redelivery. */
  record Unusable(Quarantine.Reason reason, String detail) implements Reading {}
}
