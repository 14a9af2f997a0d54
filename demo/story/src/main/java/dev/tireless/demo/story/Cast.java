package dev.tireless.demo.story;

import dev.tireless.demo.story.chapter.AccountSide;
import dev.tireless.demo.story.chapter.Courier;
import dev.tireless.demo.story.chapter.NotifierSide;
import dev.tireless.demo.story.chapter.RechargeSide;
import dev.tireless.demo.story.chapter.Scheme;
import dev.tireless.demo.story.client.AccountClient;
import dev.tireless.demo.story.client.Http;
import dev.tireless.demo.story.client.RechargeClient;
import dev.tireless.demo.story.process.ServiceProcess;
import dev.tireless.demo.story.process.ServiceProcess.Launch;
import dev.tireless.devbroker.DevBroker;
import dev.tireless.reconcile.Credentials;
import dev.tireless.testdatabases.FreePort;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The programs of one run, with a secret and a token that only this run knows.
 *
 * @param folder of the run, with the logs
 * @param broker between them, null where there is none
 */
record Cast(
    Path folder,
    @Nullable DevBroker broker,
    RechargeSide recharge,
    NotifierSide notifier,
    AccountSide account,
    Courier courier)
    implements AutoCloseable {

  // Shorter than the default of 45 s: what a killed process held is free again sooner.
  private static final String SHORT_LEASE = "--tireless.engine.lease=31s";

  static Cast of(Options options, Path folder, Clock clock) {
    Secret secret = Secret.generate(new SecureRandom());
    String token = Secret.generate(new SecureRandom()).text();
    Map<String, String> secrets =
        Map.of(
            "DEMO_SECRET",
            secret.text(),
            "DEMO_TOKEN",
            token,
            "DEMO_CREDENTIAL",
            Credentials.generate(new SecureRandom()),
            // What the queue or the pushes do must show by itself; some lines switch it on.
            "TIRELESS_RECEIVE_ENABLED",
            "false");
    Http toRecharge = new Http(options.rechargePort());
    Http toAccount = new Http(options.accountPort());
    DevBroker broker = options.scheme().hasQueue() ? broker(options, folder) : null;
    List<String> scheme = scheme(options, broker);
    RechargeSide recharge = recharge(options, folder, secrets, scheme, clock, token);
    Http toNotifier = options.scheme() == Scheme.TWO ? new Http(FreePort.find()) : toRecharge;
    NotifierSide notifier =
        options.scheme() == Scheme.TWO
            ? server(options, folder, secrets, scheme, clock, toNotifier)
            : new NotifierSide(
                recharge.process(),
                operator(options, folder, secrets, recharge.database()),
                recharge.database(),
                clock);
    TestDatabase bank = TestDatabases.postgresql("trade_bank1");
    List<String> accountProperties =
        with(
            bank,
            "--demo.recharge.url=" + toRecharge.base(),
            "--demo.notifier.url=" + toNotifier.base(),
            "--server.port=" + options.accountPort());
    if (options.scheme() == Scheme.ONE) {
      accountProperties.addAll(scheme);
    }
    return new Cast(
        folder,
        broker,
        recharge,
        notifier,
        new AccountSide(
            new ServiceProcess(
                new Launch(
                    "account",
                    options.account(),
                    accountProperties,
                    secrets,
                    folder.resolve("account.log")),
                toAccount::isHealthy),
            new AccountClient(toAccount),
            bank),
        new Courier(new Signer(List.of(secret)), clock));
  }

  /** Starts all at the same time. */
  void enter() {
    if (broker != null) {
      broker.start();
    }
    processes().forEach(ServiceProcess::begin);
    processes().forEach(ServiceProcess::awaitUp);
  }

  /**
   * From now on the account system reconciles by itself, as it does when nobody switches it off.
   */
  void letItReconcile() {
    account.restart("--tireless.receive.enabled=true");
  }

  /** Waits until one of them ends. */
  void awaitAnEnd() {
    CompletableFuture.anyOf(
            processes().map(ServiceProcess::onExit).toArray(CompletableFuture[]::new))
        .join();
  }

  @Override
  public void close() {
    processes().forEach(ServiceProcess::close);
    if (broker != null) {
      broker.close();
    }
    Stream.of(recharge.database(), notifier.database(), account.database())
        .distinct()
        .forEach(TestDatabase::close);
  }

  /** The notifier may be the recharge system itself. */
  private Stream<ServiceProcess> processes() {
    return Stream.of(recharge.process(), notifier.process(), account.process()).distinct();
  }

  private static RechargeSide recharge(
      Options options,
      Path folder,
      Map<String, String> secrets,
      List<String> scheme,
      Clock clock,
      String token) {
    Http http = new Http(options.rechargePort());
    TestDatabase pay = TestDatabases.postgresql("trade_bank1_pay");
    List<String> properties =
        with(
            pay,
            "--demo.account.url=" + new Http(options.accountPort()).base(),
            "--server.port=" + options.rechargePort(),
            "--management.endpoints.web.exposure.include=health,metrics",
            SHORT_LEASE);
    properties.addAll(scheme);
    if (options.scheme() == Scheme.TWO) {
      properties.add("--tireless.rocketmq.transactions.hold=10s");
    }
    Launch launch =
        new Launch(
            "recharge", options.recharge(), properties, secrets, folder.resolve("recharge.log"));
    return new RechargeSide(
        new ServiceProcess(launch, http::isHealthy), new RechargeClient(http, token), pay, clock);
  }

  private static NotifierSide server(
      Options options,
      Path folder,
      Map<String, String> secrets,
      List<String> scheme,
      Clock clock,
      Http http) {
    TestDatabase database = TestDatabases.postgresql("notifier");
    List<String> properties =
        with(
            database,
            "--spring.config.additional-location=file:" + options.notifier(),
            "--demo.account.url=" + new Http(options.accountPort()).base(),
            "--server.port=" + http.base().getPort(),
            SHORT_LEASE);
    properties.addAll(scheme);
    Launch launch =
        new Launch(
            "notifier", options.server(), properties, secrets, folder.resolve("notifier.log"));
    return new NotifierSide(
        new ServiceProcess(launch, http::isHealthy),
        operator(options, folder, secrets, database),
        database,
        clock);
  }

  /** The server's commands work on the database of any notifier. */
  private static ServiceProcess operator(
      Options options, Path folder, Map<String, String> secrets, TestDatabase database) {
    Path log = folder.resolve("operator.log");
    return new ServiceProcess(
        new Launch("operator", options.server(), with(database), secrets, log), () -> false);
  }

  /** It asks soon and seldom, so that it is seen how it loses its patience. */
  private static DevBroker broker(Options options, Path folder) {
    return new DevBroker(
        DevBroker.Settings.in(folder.resolve("broker"), options.broker(), FreePort.find(4))
            .topics("topic_notifymsg")
            .groups("consumer_group_notifymsg_bank1", "consumer_group_notifymsg_notifier")
            .broker("transactionTimeOut", "3000")
            .broker("transactionCheckInterval", "3000")
            .broker("transactionCheckMax", "3")
            .broker("transactionOpBatchInterval", "200"));
  }

  private static List<String> scheme(Options options, @Nullable DevBroker broker) {
    List<String> properties = new ArrayList<>(options.scheme().profile());
    if (broker != null) {
      properties.add("--demo.name-server=" + broker.nameServer());
    }
    return properties;
  }

  private static List<String> with(TestDatabase database, String... properties) {
    List<String> all = new ArrayList<>(List.of(properties));
    all.add("--spring.datasource.url=" + database.url());
    all.add("--spring.datasource.username=" + database.user());
    all.add("--spring.datasource.password=" + database.password());
    return all;
  }
}
