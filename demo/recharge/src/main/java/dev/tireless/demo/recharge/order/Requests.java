package dev.tireless.demo.recharge.order;

import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code recharge_request}: which key made which recharge. */
@Repository
class Requests {

  private static final String CLAIM =
      "INSERT INTO recharge_request (idempotency_key, tx_no, payment) VALUES (?, ?, ?)";
  private static final String FIND =
      "SELECT tx_no, payment FROM recharge_request WHERE idempotency_key = ?";

  private final JdbcClient jdbc;

  Requests(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What a key stands for. */
  record Claimed(String txNo, Payment payment) {}

  /** The key is taken, by a transaction that has committed. */
  static final class KeyTakenException extends RuntimeException {
    KeyTakenException(Throwable cause) {
      super("The idempotency key is taken", cause);
    }
  }

  /**
   * Takes the key, waiting for another transaction that is just taking it.
   *
   * @throws KeyTakenException roll back, then {@link #find} sees who has it
   */
  void claim(IdempotencyKey key, String txNo, Payment payment) {
    try {
      jdbc.sql(CLAIM).params(key.text(), txNo, payment.text()).update();
    } catch (DuplicateKeyException e) {
      throw new KeyTakenException(e);
    }
  }

  Optional<Claimed> find(IdempotencyKey key) {
    return jdbc.sql(FIND)
        .param(key.text())
        .query((row, n) -> new Claimed(row.getString(1), Payment.of(row.getString(2))))
        .optional();
  }
}
