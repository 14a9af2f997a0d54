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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Who plays in a run, and what each of them is told. */
final class Casting {

  // Shorter than the default of 45 s: what a killed process held is free again sooner.
  private static final String SHORT_LEASE = "--tireless.engine.lease=31s";

  private final Secret secret = Secret.generate(new SecureRandom());
  private final String token = Secret.generate(new SecureRandom()).text();
  private final Map<String, String> secrets =
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
  private final Options options;
  private final Path folder;
  private final Clock clock;
  private final @Nullable DevBroker broker;
  private final Http toRecharge;
  private final Http toAccount;
  private final Http toNotifier;

  Casting(Options options, Path folder, Clock clock) {
    this.options = options;
    this.folder = folder;
    this.clock = clock;
    this.broker = options.scheme().hasQueue() ? broker(options, folder) : null;
    this.toRecharge = new Http(options.rechargePort());
    this.toAccount = new Http(options.accountPort());
    this.toNotifier = hasServer() ? new Http(FreePort.find()) : toRecharge;
  }

  Cast cast() {
    RechargeSide recharge = recharge();
    NotifierSide notifier =
        hasServer() ? server() : notifier(recharge.process(), recharge.database());
    Courier courier = new Courier(new Signer(List.of(secret)), clock);
    return new Cast(folder, broker, recharge, notifier, account(), courier);
  }

  private RechargeSide recharge() {
    TestDatabase pay = TestDatabases.postgresql("trade_bank1_pay");
    List<String> properties =
        with(
            pay,
            "--demo.account.url=" + toAccount.base(),
            "--server.port=" + options.rechargePort(),
            "--management.endpoints.web.exposure.include=health,metrics",
            SHORT_LEASE);
    properties.addAll(scheme());
    if (options.scheme() == Scheme.TWO) {
      properties.add("--tireless.rocketmq.transactions.hold=10s");
    }
    return new RechargeSide(
        process("recharge", options.recharge(), properties, toRecharge::isHealthy),
        new RechargeClient(toRecharge, token),
        pay,
        clock);
  }

  private AccountSide account() {
    TestDatabase bank = TestDatabases.postgresql("trade_bank1");
    List<String> properties =
        with(
            bank,
            "--demo.recharge.url=" + toRecharge.base(),
            "--demo.notifier.url=" + toNotifier.base(),
            "--server.port=" + options.accountPort());
    if (options.scheme() == Scheme.ONE) {
      properties.addAll(scheme());
    }
    return new AccountSide(
        process("account", options.account(), properties, toAccount::isHealthy),
        new AccountClient(toAccount),
        bank);
  }

  private boolean hasServer() {
    return options.scheme() == Scheme.TWO;
  }

  private NotifierSide server() {
    TestDatabase database = TestDatabases.postgresql("notifier");
    List<String> properties =
        with(
            database,
            "--spring.config.additional-location=file:" + options.notifier(),
            "--demo.account.url=" + toAccount.base(),
            "--server.port=" + toNotifier.base().getPort(),
            SHORT_LEASE);
    properties.addAll(scheme());
    return notifier(
        process("notifier", options.server(), properties, toNotifier::isHealthy), database);
  }

  /** The server's commands work on the database of any notifier. */
  private NotifierSide notifier(ServiceProcess process, TestDatabase database) {
    ServiceProcess operator = process("operator", options.server(), with(database), () -> false);
    return new NotifierSide(process, operator, database, clock);
  }

  private ServiceProcess process(
      String name, Path jar, List<String> properties, BooleanSupplier healthy) {
    Path log = folder.resolve(name + ".log");
    return new ServiceProcess(new Launch(name, jar, properties, secrets, log), healthy);
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

  private List<String> scheme() {
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
