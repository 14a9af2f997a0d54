package dev.tireless.devbroker;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.rocketmq.auth.config.AuthConfig;
import org.apache.rocketmq.broker.BrokerController;
import org.apache.rocketmq.common.BrokerConfig;
import org.apache.rocketmq.common.MixAll;
import org.apache.rocketmq.remoting.netty.NettyClientConfig;
import org.apache.rocketmq.remoting.netty.NettyServerConfig;
import org.apache.rocketmq.store.config.MessageStoreConfig;

/** The broker's settings: sized for a small machine, then what the arguments say. */
record BrokerSettings(
    BrokerConfig broker,
    NettyServerConfig server,
    NettyClientConfig client,
    MessageStoreConfig store) {

  private static final int MEBIBYTE = 1024 * 1024;

  /**
   * @throws IllegalArgumentException when RocketMQ has no such setting, or the setting no such
   *     value
   */
  static BrokerSettings of(Arguments arguments) {
    BrokerSettings settings =
        new BrokerSettings(
            broker(arguments), server(arguments), new NettyClientConfig(), store(arguments));
    settings.apply(arguments.broker());
    return settings;
  }

  BrokerController controller() {
    return new BrokerController(broker, server, client, store, new AuthConfig());
  }

  private static BrokerConfig broker(Arguments arguments) {
    BrokerConfig config = new BrokerConfig();
    config.setRocketmqHome(arguments.home().toString());
    config.setNamesrvAddr(Servers.LOOPBACK + ":" + arguments.nameServerPort());
    config.setBrokerName("dev");
    config.setBrokerIP1(Servers.LOOPBACK);
    config.setBrokerIP2(Servers.LOOPBACK);
    config.setWaitTimeMillsInSendQueue(5_000);
    // After its start RocketMQ 5.5.0 spins for that long on a whole core; ten seconds by default.
    config.setTransactionMetricFlushInterval(500);
    return config;
  }

  private static NettyServerConfig server(Arguments arguments) {
    NettyServerConfig config = new NettyServerConfig();
    config.setListenPort(arguments.brokerPort());
    config.setBindAddress(Servers.LOOPBACK);
    return config;
  }

  private static MessageStoreConfig store(Arguments arguments) {
    Path folder = arguments.home().resolve("store");
    MessageStoreConfig store = new MessageStoreConfig();
    store.setStorePathRootDir(folder.toString());
    store.setStorePathCommitLog(folder.resolve("commitlog").toString());
    store.setMappedFileSizeCommitLog(16 * MEBIBYTE);
    store.setMappedFileSizeConsumeQueue(120_000);
    store.setMaxIndexNum(1_000);
    store.setMaxHashSlotNum(4_000);
    store.setDiskMaxUsedSpaceRatio(95);
    // A busy disk makes it slow; after a second, by default, it would refuse what is sent.
    store.setOsPageCacheBusyTimeOutMills(5_000);
    store.setHaListenPort(arguments.brokerPort() + 1);
    // At each, every second by default, it compares all 38 MB of its timer wheel byte by byte.
    store.setTimerFlushIntervalMs(60_000);
    return store;
  }

  /** RocketMQ itself would pass over what is misspelt in silence. */
  private void apply(Properties given) {
    Properties applied = new Properties();
    for (Object config : new Object[] {broker, server, client, store}) {
      MixAll.properties2Object(given, config);
      applied.putAll(MixAll.object2Properties(config));
    }
    for (String name : given.stringPropertyNames()) {
      String value = given.getProperty(name);
      if (!applied.containsKey(name)) {
        throw new IllegalArgumentException("RocketMQ has no setting '" + name + "'");
      }
      if (!value.equals(applied.getProperty(name))) {
        throw new IllegalArgumentException(
            "RocketMQ's setting '" + name + "' does not take '" + value + "'");
      }
    }
  }
}
