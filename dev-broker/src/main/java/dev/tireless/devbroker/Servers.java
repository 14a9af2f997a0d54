package dev.tireless.devbroker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.broker.BrokerController;
import org.apache.rocketmq.common.MQVersion;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.namesrv.NamesrvConfig;
import org.apache.rocketmq.common.topic.TopicValidator;
import org.apache.rocketmq.namesrv.NamesrvController;
import org.apache.rocketmq.remoting.common.TlsMode;
import org.apache.rocketmq.remoting.netty.NettyServerConfig;
import org.apache.rocketmq.remoting.netty.TlsSystemConfig;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.subscription.SubscriptionGroupConfig;

/** The two servers, running. */
record Servers(NamesrvController nameServer, BrokerController broker) {

  static final String LOOPBACK = "127.0.0.1";

  private static final Duration ROUTE_DEADLINE = Duration.ofSeconds(45);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int QUEUES = 4;

  /** Returns when the topics can be written. */
  static Servers start(Arguments arguments, BrokerSettings settings) throws Exception {
    requireFree(
        arguments.nameServerPort(),
        arguments.brokerPort(),
        arguments.brokerPort() - 2,
        settings.store().getHaListenPort());
    // Without it the name server takes the broker for one too old, and registers no topic of it.
    System.setProperty(
        RemotingCommand.REMOTING_VERSION_KEY, String.valueOf(MQVersion.CURRENT_VERSION));
    // Nobody but this machine reaches it, and its key pairs would take seconds at each start.
    TlsSystemConfig.tlsMode = TlsMode.DISABLED;
    Servers servers = new Servers(startNameServer(arguments), settings.controller());
    servers.startBroker(arguments);
    return servers;
  }

  private static void requireFree(int... ports) throws IOException {
    for (int port : ports) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        socket.getLocalPort();
      } catch (BindException e) {
        throw new IllegalStateException("port " + port + " is taken");
      }
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
      throw new IllegalStateException("the name server does not initialize; see its log");
    }
    nameServer.start();
    return nameServer;
  }

  private void startBroker(Arguments arguments) throws Exception {
    if (!broker.initialize()) {
      throw new IllegalStateException("the broker does not initialize; see its log");
    }
    RestingTransactions.replaceIn(broker);
    arguments.groups().forEach(this::createGroup);
    broker.start();
    awaitRoute(TopicValidator.AUTO_CREATE_TOPIC_KEY_TOPIC);
    arguments.topics().forEach(this::createUnlessThere);
  }

  private void createUnlessThere(String topic) {
    if (broker.getTopicConfigManager().selectTopicConfig(topic) == null) {
      createTopic(topic, QUEUES);
    } else {
      awaitRoute(topic);
    }
  }

  /**
   * Creates it, or gives it that number of queues, and returns when it can be written.
   *
   * @throws IllegalArgumentException when RocketMQ allows no such name
   */
  void createTopic(String name, int queues) {
    TopicValidator.ValidateResult result = TopicValidator.validateTopic(name);
    if (!result.isValid()) {
      throw new IllegalArgumentException(result.getRemark());
    }
    broker.getTopicConfigManager().updateTopicConfig(new TopicConfig(name, queues, queues));
    broker.registerBrokerAll(true, false, true);
    awaitRoute(name);
  }

  /** Creates it, unless it is there. */
  void createGroup(String name) {
    if (!broker.getSubscriptionGroupManager().containsSubscriptionGroup(name)) {
      SubscriptionGroupConfig config = new SubscriptionGroupConfig();
      config.setGroupName(name);
      broker.getSubscriptionGroupManager().updateSubscriptionGroupConfig(config);
    }
  }

  /** The broker may have started before the name server knows its topics. */
  private void awaitRoute(String topic) {
    long end = System.nanoTime() + ROUTE_DEADLINE.toNanos();
    while (nameServer.getRouteInfoManager().pickupTopicRouteData(topic) == null) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the name server does not learn of topic " + topic);
      }
      broker.registerBrokerAll(true, false, true);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
