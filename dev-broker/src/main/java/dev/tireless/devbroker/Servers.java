package dev.tireless.devbroker;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.auth.config.AuthConfig;
import org.apache.rocketmq.broker.BrokerController;
import org.apache.rocketmq.common.BrokerConfig;
import org.apache.rocketmq.common.MQVersion;
import org.apache.rocketmq.common.MixAll;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.namesrv.NamesrvConfig;
import org.apache.rocketmq.common.topic.TopicValidator;
import org.apache.rocketmq.namesrv.NamesrvController;
import org.apache.rocketmq.remoting.netty.NettyClientConfig;
import org.apache.rocketmq.remoting.netty.NettyServerConfig;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.subscription.SubscriptionGroupConfig;
import org.apache.rocketmq.store.config.MessageStoreConfig;

/** Starts the two servers, sized for a small machine. */
final class Servers {

  static final String LOOPBACK = "127.0.0.1";

  private static final Duration READY_DEADLINE = Duration.ofSeconds(45);
  private static final int MEBIBYTE = 1024 * 1024;
  private static final int QUEUES = 4;

  private Servers() {}

  /** Returns when the topics can be written. */
  static void start(Arguments arguments) throws Exception {
    for (int port :
        new int[] {
          arguments.nameServerPort(), arguments.brokerPort(), arguments.brokerPort() - 2
        }) {
      requireFree(port);
    }
    // Without it the name server takes the broker for one too old, and registers no topic of it.
    System.setProperty(
        RemotingCommand.REMOTING_VERSION_KEY, String.valueOf(MQVersion.CURRENT_VERSION));
    Files.createDirectories(arguments.home());
    NamesrvController nameServer = startNameServer(arguments);
    BrokerController broker = startBroker(arguments);
    awaitRoute(nameServer, broker);
  }

  private static void requireFree(int port) throws Exception {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      socket.getLocalPort();
    } catch (java.net.BindException e) {
      throw new IllegalStateException("port " + port + " is taken", e);
    }
  }

  private static NamesrvController startNameServer(Arguments arguments) throws Exception {
    NamesrvConfig config = new NamesrvConfig();
    config.setRocketmqHome(arguments.home().toString());
    config.setKvConfigPath(arguments.home().resolve("kv.json").toString());
    config.setConfigStorePath(arguments.home().resolve("namesrv.properties").toString());
    NettyServerConfig net = new NettyServerConfig();
    net.setListenPort(arguments.nameServerPort());
    net.setBindAddress(LOOPBACK);
    NamesrvController nameServer = new NamesrvController(config, net);
    if (!nameServer.initialize()) {
      throw new IllegalStateException("The name server does not initialize; see its log");
    }
    nameServer.start();
    return nameServer;
  }

  private static BrokerController startBroker(Arguments arguments) throws Exception {
    BrokerConfig config = new BrokerConfig();
    config.setRocketmqHome(arguments.home().toString());
    config.setNamesrvAddr(LOOPBACK + ":" + arguments.nameServerPort());
    config.setBrokerName("dev");
    config.setBrokerIP1(LOOPBACK);
    config.setBrokerIP2(LOOPBACK);
    config.setWaitTimeMillsInSendQueue(5_000);
    NettyServerConfig net = new NettyServerConfig();
    net.setListenPort(arguments.brokerPort());
    net.setBindAddress(LOOPBACK);
    MessageStoreConfig store = store(arguments);
    NettyClientConfig client = new NettyClientConfig();
    apply(arguments.broker(), config, store, net, client);
    BrokerController broker = new BrokerController(config, net, client, store, new AuthConfig());
    if (!broker.initialize()) {
      throw new IllegalStateException("The broker does not initialize; see its log");
    }
    arguments.topics().forEach(topic -> createTopic(broker, topic));
    arguments.groups().forEach(group -> createGroup(broker, group));
    broker.start();
    return broker;
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
    store.setHaListenPort(arguments.brokerPort() + 1);
    return store;
  }

  /** Refuses a setting that nothing has: a misspelt one would go unnoticed. */
  private static void apply(Properties settings, Object... configs) {
    Properties known = new Properties();
    for (Object config : configs) {
      known.putAll(MixAll.object2Properties(config));
      MixAll.properties2Object(settings, config);
    }
    settings
        .stringPropertyNames()
        .forEach(
            name -> {
              if (!known.containsKey(name)) {
                throw new IllegalArgumentException("RocketMQ has no setting " + name);
              }
            });
  }

  private static void createTopic(BrokerController broker, String topic) {
    if (broker.getTopicConfigManager().selectTopicConfig(topic) == null) {
      broker.getTopicConfigManager().updateTopicConfig(new TopicConfig(topic, QUEUES, QUEUES));
    }
  }

  private static void createGroup(BrokerController broker, String group) {
    SubscriptionGroupConfig config = new SubscriptionGroupConfig();
    config.setGroupName(group);
    broker.getSubscriptionGroupManager().updateSubscriptionGroupConfig(config);
  }

  /** The broker may have started before the name server knows its topics. */
  private static void awaitRoute(NamesrvController nameServer, BrokerController broker) {
    long end = System.nanoTime() + READY_DEADLINE.toNanos();
    while (nameServer
            .getRouteInfoManager()
            .pickupTopicRouteData(TopicValidator.AUTO_CREATE_TOPIC_KEY_TOPIC)
        == null) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("The name server does not learn of the broker");
      }
      broker.registerBrokerAll(true, false, true);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
