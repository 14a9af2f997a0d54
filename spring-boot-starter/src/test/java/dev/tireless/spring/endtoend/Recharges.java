package dev.tireless.spring.endtoend;

import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.spring.SpringPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** The notifying party. */
class Recharges {

  private final JdbcTemplate jdbc;
  private final SpringPublisher publisher;

  Recharges(JdbcTemplate jdbc, SpringPublisher publisher) {
    this.jdbc = jdbc;
    this.publisher = publisher;
  }

  @Transactional
  void recharge(String id, String accountNo, long amount) {
    jdbc.update("INSERT INTO account_pay VALUES (?, ?, ?)", id, accountNo, amount);
    String json =
        "{\"id\":\"%s\",\"accountNo\":\"%s\",\"payAmount\":%d,\"result\":\"success\"}"
            .formatted(id, accountNo, amount);
    publisher.publish(Publication.of(Recharge.TOPIC, id, Payload.of(json)));
  }

  @Transactional
  void rechargeAndFail(String id, String accountNo, long amount) {
    recharge(id, accountNo, amount);
    throw new IllegalStateException("The business failed after publishing");
  }
}
