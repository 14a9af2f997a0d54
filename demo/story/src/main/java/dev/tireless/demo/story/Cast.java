package dev.tireless.demo.story;

import dev.tireless.demo.story.chapter.AccountSide;
import dev.tireless.demo.story.chapter.Courier;
import dev.tireless.demo.story.chapter.RechargeSide;
import dev.tireless.demo.story.client.AccountClient;
import dev.tireless.demo.story.client.Http;
import dev.tireless.demo.story.client.RechargeClient;
import dev.tireless.demo.story.process.ServiceProcess;
import dev.tireless.demo.story.process.ServiceProcess.Launch;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.wire.Secret;
import dev.tireless.wire.Signer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The two services of one run, with a secret and a token that only this run knows.
 *
 * @param folder of the run, with the logs
 */
record Cast(Path folder, RechargeSide recharge, AccountSide account, Courier courier)
    implements AutoCloseable {

  // Shorter than the default of 45 s: what a killed process held is free again sooner.
  private static final String SHORT_LEASE = "--tireless.engine.lease=31s";

  static Cast of(Options options, Path folder, Clock clock) {
    Secret secret = Secret.generate(new SecureRandom());
    String token = Secret.generate(new SecureRandom()).text();
    Map<String, String> secrets = Map.of("DEMO_SECRET", secret.text(), "DEMO_TOKEN", token);
    Http toRecharge = new Http(options.rechargePort());
    Http toAccount = new Http(options.accountPort());
    TestDatabase pay = TestDatabases.postgresql("trade_bank1_pay");
    TestDatabase bank = TestDatabases.postgresql("trade_bank1");
    return new Cast(
        folder,
        new RechargeSide(
            service(
                "recharge",
                options.recharge(),
                folder,
                toRecharge,
                secrets,
                recharge(toAccount, pay)),
            new RechargeClient(toRecharge, token),
            pay,
            clock),
        new AccountSide(
            service(
                "account",
                options.account(),
                folder,
                toAccount,
                secrets,
                account(toRecharge, bank)),
            new AccountClient(toAccount),
            bank),
        new Courier(new Signer(List.of(secret)), clock));
  }

  /** Starts both at the same time. */
  void enter() {
    recharge.process().begin();
    account.process().begin();
    recharge.process().awaitUp();
    account.process().awaitUp();
  }

  /** Waits until one of them ends. */
  void awaitAnEnd() {
    CompletableFuture.anyOf(recharge.process().onExit(), account.process().onExit()).join();
  }

  @Override
  public void close() {
    recharge.process().close();
    account.process().close();
    recharge.database().close();
    account.database().close();
  }

  private static List<String> recharge(Http account, TestDatabase database) {
    return with(database, "--demo.account.url=" + account.base(), SHORT_LEASE);
  }

  private static List<String> account(Http recharge, TestDatabase database) {
    return with(database, "--demo.recharge.url=" + recharge.base());
  }

  private static List<String> with(TestDatabase database, String... properties) {
    List<String> all = new ArrayList<>(List.of(properties));
    all.add("--spring.datasource.url=" + database.url());
    all.add("--spring.datasource.username=" + database.user());
    all.add("--spring.datasource.password=" + database.password());
    return all;
  }

  private static ServiceProcess service(
      String name,
      Path jar,
      Path folder,
      Http http,
      Map<String, String> secrets,
      List<String> ownProperties) {
    List<String> properties = new ArrayList<>(ownProperties);
    properties.add("--server.port=" + http.base().getPort());
    Path log = folder.resolve(name + ".log");
    return new ServiceProcess(new Launch(name, jar, properties, secrets, log), http::isHealthy);
  }
}
