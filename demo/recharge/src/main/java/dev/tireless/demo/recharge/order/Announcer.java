package dev.tireless.demo.recharge.order;

import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.demo.recharge.Announcement;
import dev.tireless.demo.recharge.Recharge;
import dev.tireless.spring.SpringPublisher;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Publishes a success within the caller's transaction: paid and announced, or neither. */
@Component
class Announcer {

  private final SpringPublisher publisher;
  private final JsonMapper json;

  Announcer(SpringPublisher publisher, JsonMapper json) {
    this.publisher = publisher;
    this.json = json;
  }

  void announce(Recharge recharge) {
    Payload payload = Payload.of(json.writeValueAsBytes(recharge));
    publisher.publish(Publication.of(Announcement.TOPIC, recharge.id(), payload));
  }
}
