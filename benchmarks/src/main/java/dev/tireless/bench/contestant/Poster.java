package dev.tireless.bench.contestant;

import dev.tireless.bench.load.Message;
import dev.tireless.wire.Envelope;
import dev.tireless.wire.Secret;
import dev.tireless.wire.Signer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * How the baselines send: one blocking POST with the headers and signatures that Tireless sends, by
 * Apache HttpClient with kept-alive connections and everything off that costs and is not needed.
 * Thread-safe.
 */
final class Poster implements AutoCloseable {

  private final CloseableHttpClient client;
  private final URI receiver;
  private final Signer signer;
  private final Clock clock;

  Poster(URI receiver, Secret secret, Clock clock) {
    this.receiver = receiver;
    this.signer = new Signer(List.of(secret));
    this.clock = clock;
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(Stage.CONNECTIONS)
                    .setMaxConnTotal(Stage.CONNECTIONS)
                    .build())
            .setUserAgent("baseline/1")
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
  }

  /** Whether the receiver acked. */
  boolean post(String id, String subject, long number, long attempt, byte[] body)
      throws IOException {
    HttpPost post = new HttpPost(receiver);
    Envelope envelope =
        new Envelope(id, clock.instant(), Message.TOPIC, subject, 1, 1, number, attempt);
    signer.headers(envelope, "application/json", body).forEach(post::setHeader);
    post.setEntity(new ByteArrayEntity(body, null));
    return client.execute(
        post,
        answer -> {
          EntityUtils.consume(answer.getEntity());
          return answer.getCode() / 100 == 2;
        });
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("Cannot close the client", e);
    }
  }
}
