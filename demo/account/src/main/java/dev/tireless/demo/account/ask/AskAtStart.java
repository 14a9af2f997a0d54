package dev.tireless.demo.account.ask;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * Asks the recharge system, at each start, for the recharge that was credited last. The answer says
 * nothing new; the question says that we are here, so what waits for us need not wait for longer.
 */
@Component
class AskAtStart {

  private static final Logger log = LoggerFactory.getLogger(AskAtStart.class);

  private static final String LAST_CREDITED =
      "SELECT tx_no FROM de_duplication ORDER BY create_time DESC LIMIT 1";

  private final RechargeSystem rechargeSystem;
  private final JdbcClient jdbc;

  AskAtStart(RechargeSystem rechargeSystem, JdbcClient jdbc) {
    this.rechargeSystem = rechargeSystem;
    this.jdbc = jdbc;
  }

  @EventListener(ApplicationReadyEvent.class)
  void ask() {
    lastCredited().ifPresent(this::ask);
  }

  private void ask(String txNo) {
    try {
      rechargeSystem.ask(txNo);
    } catch (ErrorResponseException e) {
      log.info("The recharge system does not hear that we are here: {}", e.getMessage());
    }
  }

  private Optional<String> lastCredited() {
    return jdbc.sql(LAST_CREDITED).query(String.class).optional();
  }
}
