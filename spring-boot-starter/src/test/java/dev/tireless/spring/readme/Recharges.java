package dev.tireless.spring.readme;

import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.spring.SpringPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

@Service
class Recharges {

  private final JdbcClient jdbc;
  private final SpringPublisher publisher;
  private final JsonMapper json;

  Recharges(JdbcClient jdbc, SpringPublisher publisher, JsonMapper json) {
    this.jdbc = jdbc;
    this.publisher = publisher;
    this.json = json;
  }

  @Transactional
  public void complete(Recharge recharge) {
    jdbc.sql("INSERT INTO account_pay (id, account_no, pay_amount) VALUES (?, ?, ?)")
        .params(recharge.id(), recharge.accountNo(), recharge.payAmount())
        .update();
    Payload payload = Payload.of(json.writeValueAsBytes(recharge));
    publisher.publish(Publication.of("recharge.completed", recharge.id(), payload));
  }
}
