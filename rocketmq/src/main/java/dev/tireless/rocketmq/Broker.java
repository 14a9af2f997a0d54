package dev.tireless.rocketmq;

import java.util.regex.Pattern;
import org.apache.rocketmq.acl.common.AclClientRPCHook;
import org.apache.rocketmq.acl.common.SessionCredentials;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.remoting.RPCHook;
import org.jspecify.annotations.Nullable;

/**
 * Where the queue is, and who we are there. Immutable.
 *
 * @param nameServers host and port, several separated by semicolons
 * @param credentials null where the broker asks for none
 * @param tls whether to speak TLS
 */
public record Broker(String nameServers, @Nullable Credentials credentials, boolean tls) {

  private static final Pattern NAME_SERVERS =
      Pattern.compile("[^\\s:;]+:\\d{1,5}(;[^\\s:;]+:\\d{1,5})*");

  public Broker {
    if (!NAME_SERVERS.matcher(nameServers).matches()) {
      throw new IllegalArgumentException(
          "Name servers are host:port, several separated by semicolons, but this is '%s'"
              .formatted(nameServers));
    }
  }

  /** An access key and its secret, which no text shows. */
  public record Credentials(String accessKey, String secretKey) {

    @Override
    public String toString() {
      return accessKey;
    }
  }

  /** One that asks for no credentials, without TLS. */
  public static Broker at(String nameServers) {
    return new Broker(nameServers, null, false);
  }

  <C extends ClientConfig> C configured(C client) {
    client.setNamesrvAddr(nameServers);
    client.setUseTLS(tls);
    return client;
  }

  @Nullable RPCHook hook() {
    return credentials == null
        ? null
        : new AclClientRPCHook(
            new SessionCredentials(credentials.accessKey(), credentials.secretKey()));
  }
}
