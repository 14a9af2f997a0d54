package dev.tireless.demo.story.books;

import dev.tireless.Payload;
import dev.tireless.wire.Envelope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** A delivery as the notifier's database has it. */
public record Parcel(
    String id,
    String topic,
    String subject,
    long version,
    long epoch,
    long seq,
    String contentType,
    Payload payload) {

  static Parcel read(ResultSet row) throws SQLException {
    return new Parcel(
        row.getString("id"),
        row.getString("topic"),
        row.getString("subject"),
        row.getLong("version"),
        row.getLong("epoch"),
        row.getLong("seq"),
        row.getString("content_type"),
        Payload.of(row.getBytes("payload")));
  }

  public Envelope envelope(Instant timestamp, long attempt) {
    return new Envelope(id, timestamp, topic, subject, version, epoch, seq, attempt);
  }
}
