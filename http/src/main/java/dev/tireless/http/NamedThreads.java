package dev.tireless.http;

import io.vertx.core.impl.VertxThread;
import io.vertx.core.spi.VertxThreadFactory;
import java.util.concurrent.TimeUnit;

/** Names the threads of the channel, so that nobody takes them for those of another Vert.x. */
final class NamedThreads implements VertxThreadFactory {

  static final String PREFIX = "tireless-http-";

  @Override
  public VertxThread newVertxThread(
      Runnable target, String name, boolean worker, long maxExecTime, TimeUnit unit) {
    String ours = PREFIX + name.replace("vert.x-", "").replace("-thread", "");
    return VertxThreadFactory.super.newVertxThread(target, ours, worker, maxExecTime, unit);
  }
}
