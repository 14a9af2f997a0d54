package dev.tireless.demo.account;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The account system in this JVM, with a port and a database file of its own. */
final class RunningAccount implements AutoCloseable {

  private final ServletWebServerApplicationContext context;
  private final Caller caller;

  RunningAccount(int port, URI rechargeUrl, String... more) {
    this(port, rechargeUrl, Settings.newFolder("account"), more);
  }

  /** The same, on the database that may be in that folder already. */
  RunningAccount(int port, URI rechargeUrl, Path folder, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--server.port=" + port,
                "--demo.data=" + folder,
                "--demo.token=" + Settings.TOKEN,
                "--demo.secret=" + Settings.SECRET,
                "--demo.credential=" + Settings.CREDENTIAL,
                "--demo.recharge.url=" + rechargeUrl));
    args.addAll(List.of(more));
    if (args.stream().noneMatch(arg -> arg.startsWith("--tireless.receive."))) {
      args.add("--tireless.receive.enabled=false"); // pushes must do by themselves what they do
    }
    context =
        (ServletWebServerApplicationContext) AccountApplication.start(args.toArray(String[]::new));
    caller = new Caller(URI.create("http://127.0.0.1:" + context.getWebServer().getPort()));
  }

  Caller http() {
    return caller;
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  long balance(String accountNo) {
    return count("SELECT account_balance FROM account_info WHERE account_no = ?", accountNo);
  }

  /** Whether the recharge is marked as credited. */
  boolean isMarked(String txNo) {
    return count("SELECT COUNT(*) FROM de_duplication WHERE tx_no = ?", txNo) == 1;
  }

  long count(String sql, Object... params) {
    return bean(JdbcClient.class).sql(sql).params(Arrays.asList(params)).query(Long.class).single();
  }

  /** Opens an account that no other test uses. */
  String newAccount() {
    String accountNo = Numbers.next("account");
    http()
        .post(
            "/demo/accounts", "{\"accountNo\":\"%s\",\"accountName\":\"王五\"}".formatted(accountNo));
    return accountNo;
  }

  @Override
  public void close() {
    context.close();
  }
}
