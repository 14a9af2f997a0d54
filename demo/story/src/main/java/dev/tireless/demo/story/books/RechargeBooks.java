package dev.tireless.demo.story.books;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** What the recharge system's database says. Every question is asked anew. */
public final class RechargeBooks {

  private final Books books;

  public RechargeBooks(DataSource source) {
    this.books = new Books(source);
  }

  /** Transaction number to {@code processing}, {@code success} or {@code fail}. */
  public Map<String, String> results() {
    return books.map("SELECT id, result FROM account_pay", row -> row.getString(2));
  }

  /** The sum of an account's successful recharges, in 分. */
  public long paidTo(String accountNo) {
    return books.number(
        "SELECT SUM(pay_amount) FROM account_pay WHERE account_no = ? AND result = 'success'",
        accountNo);
  }

  /** Whether nobody but us is connected: the database has heard of the end of a killed process. */
  public boolean isAlone() {
    return books.isAlone();
  }

  /** Whether somebody else has a transaction open and does nothing in it. */
  public boolean isWithinTransaction() {
    return books.number(
            """
            SELECT COUNT(*) FROM pg_stat_activity
            WHERE datname = current_database() AND state = 'idle in transaction'
              AND state_change < clock_timestamp() - INTERVAL '500 milliseconds'""")
        > 0;
  }

  /** How many rows of business and of notifications there are, by table. */
  public Map<String, Long> rows() {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (String table : List.of("account_pay", "tireless_notification", "tireless_delivery")) {
      rows.put(table, books.number("SELECT COUNT(*) FROM " + table));
    }
    return rows;
  }
}
