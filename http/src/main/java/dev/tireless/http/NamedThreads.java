package dev.tireless.http;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Names the threads of the channel. They are daemons: alone they keep no JVM alive. */
final class NamedThreads implements ThreadFactory {

  static final String PREFIX = "tireless-http-";

  private final AtomicInteger made = new AtomicInteger();

  @Override
  public Thread newThread(Runnable target) {
    Thread thread = new FastThreadLocalThread(target, PREFIX + made.getAndIncrement());
    thread.setDaemon(true);
    return thread;
  }
}
