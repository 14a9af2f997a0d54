package dev.tireless.bench.contestant;

import dev.tireless.bench.load.Message;
import dev.tireless.wire.Envelope;
import dev.tireless.wire.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
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
  private final List<URI> receivers;
  private final Signer signer;
  private final Clock clock;

  Poster(Stage stage) {
    this.receivers = IntStream.range(0, stage.receivers()).mapToObj(stage::url).toList();
    this.signer = new Signer(List.of(stage.secret()));
    this.clock = stage.clock();
    int connections = stage.receivers() * stage.connections();
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(connections)
                    .setMaxConnTotal(connections)
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
  boolean post(Parcel parcel) throws IOException {
    byte[] body = parcel.payload().bytes();
    HttpPost post = new HttpPost(receivers.get(parcel.receiver()));
    signer.headers(envelope(parcel), "application/json", body).forEach(post::setHeader);
    post.setEntity(new ByteArrayEntity(body, null));
    return client.execute(
        post,
        answer -> {
          EntityUtils.consume(answer.getEntity());
          return answer.getCode() / 100 == 2;
        });
  }

  private Envelope envelope(Parcel parcel) {
    return new Envelope(
        parcel.id(),
        clock.instant(),
        Message.topic(parcel.receiver()),
        parcel.subject(),
        1,
        1,
        parcel.number(),
        parcel.attempt());
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the client", e);
    }
  }
}
