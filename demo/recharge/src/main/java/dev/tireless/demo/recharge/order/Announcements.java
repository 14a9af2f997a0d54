package dev.tireless.demo.recharge.order;

import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.demo.recharge.Announcement;
import dev.tireless.demo.recharge.Recharge;
import tools.jackson.databind.json.JsonMapper;

/** What a recharge is announced as. */
record Announcements(JsonMapper json) {

  Publication of(Recharge recharge) {
    Payload payload = Payload.of(json.writeValueAsBytes(recharge));
    return Publication.of(Announcement.TOPIC, recharge.id(), payload);
  }
}
