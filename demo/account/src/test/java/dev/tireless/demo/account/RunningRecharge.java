package dev.tireless.demo.account;

import dev.tireless.demo.recharge.RechargeApplication;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The recharge system in this JVM, on a database file that outlives it. */
final class RunningRecharge implements AutoCloseable {

  private final ServletWebServerApplicationContext context;

  RunningRecharge(Path data, URI accountUrl, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--demo.data=" + data,
                "--demo.token=" + Settings.TOKEN,
                "--demo.secret=" + Settings.SECRET,
                "--demo.credential=" + Settings.CREDENTIAL,
                "--demo.account.url=" + accountUrl,
                "--demo.schedule=100ms/1m"));
    args.addAll(List.of(more));
    context =
        (ServletWebServerApplicationContext) RechargeApplication.start(args.toArray(String[]::new));
  }

  Answer recharge(String key, String accountNo, long payAmount) {
    String body = "{\"accountNo\":\"%s\",\"payAmount\":%d}".formatted(accountNo, payAmount);
    Caller caller = new Caller(URI.create("http://127.0.0.1:" + context.getWebServer().getPort()));
    return caller.post("/recharges", body, "Idempotency-Key", key);
  }

  /** How many recharges were paid to the account. */
  long paid(String accountNo) {
    return jdbc()
        .sql("SELECT COUNT(*) FROM account_pay WHERE account_no = ?")
        .param(accountNo)
        .query(Long.class)
        .single();
  }

  void execute(String sql) {
    jdbc().sql(sql).update();
  }

  private JdbcClient jdbc() {
    return context.getBean(JdbcClient.class);
  }

  @Override
  public void close() {
    context.close();
  }
}
