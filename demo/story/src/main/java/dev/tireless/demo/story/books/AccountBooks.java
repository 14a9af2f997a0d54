package dev.tireless.demo.story.books;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** What the account system's database says. Every question is asked anew. */
public final class AccountBooks {

  private final Books books;

  public AccountBooks(DataSource source) {
    this.books = new Books(source);
  }

  /** In 分; 0 when there is no such account. */
  public long balance(String accountNo) {
    return books.number("SELECT account_balance FROM account_info WHERE account_no = ?", accountNo);
  }

  /** The sum of all balances, in 分. */
  public long wealth() {
    return books.number("SELECT SUM(account_balance) FROM account_info");
  }

  public boolean hasAccount(String accountNo) {
    return books.number("SELECT COUNT(*) FROM account_info WHERE account_no = ?", accountNo) == 1;
  }

  /** The transaction numbers that are marked as credited; the table cannot have one twice. */
  public Set<String> credited() {
    return books.map("SELECT DISTINCT tx_no FROM de_duplication", row -> true).keySet();
  }

  /** How many deliveries of a recharge ended here with an outcome. */
  public long seen(String txNo, String outcome) {
    return books.number(
        "SELECT COUNT(*) FROM tireless_seen WHERE subject = ? AND outcome = ?", txNo, outcome);
  }

  /** How many deliveries are refused. */
  public long refused() {
    return books.number("SELECT COUNT(*) FROM tireless_seen WHERE outcome = 'REFUSED'");
  }

  /** How many deliveries were found missing when it asked at its starts, and made up for. */
  public long repairedAtStarts() {
    return books.number("SELECT SUM(repaired) FROM tireless_comparison WHERE reason = 'START'");
  }

  /** Under which number the message of a recharge is in quarantine, given up; 0 when it is not. */
  public long givenUp(String txNo) {
    return books.number(
        """
        SELECT number FROM tireless_quarantine
        WHERE reason = 'WINDOW_ENDED' AND properties LIKE '%' || ? || '%'""",
        txNo);
  }

  /** How many receipts prove that a recharge was applied. */
  public long receipts(String txNo) {
    return books.number("SELECT COUNT(*) FROM tireless_receipt WHERE subject = ?", txNo);
  }

  /** Loses the receipt of a recharge, as nobody should. */
  public void forgetReceipt(String txNo) {
    books.change("CREATE TABLE IF NOT EXISTS lost_receipt (LIKE tireless_receipt)");
    books.change("INSERT INTO lost_receipt SELECT * FROM tireless_receipt WHERE subject = ?", txNo);
    books.change("DELETE FROM tireless_receipt WHERE subject = ?", txNo);
  }

  public void putReceiptBack(String txNo) {
    books.change("INSERT INTO tireless_receipt SELECT * FROM lost_receipt WHERE subject = ?", txNo);
  }

  /** Loses the effect of a recharge, too. */
  public void undo(String txNo, String accountNo, long fen) {
    books.change("DELETE FROM de_duplication WHERE tx_no = ?", txNo);
    books.change(
        "UPDATE account_info SET account_balance = account_balance - ? WHERE account_no = ?",
        fen,
        accountNo);
  }

  /** How many rows there are, by table, and the sum of all balances. */
  public Map<String, Long> rows() {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (String table :
        List.of("account_info", "de_duplication", "tireless_receipt", "tireless_seen")) {
      rows.put(table, books.number("SELECT COUNT(*) FROM " + table));
    }
    rows.put("sum of balances", wealth());
    return rows;
  }
}
