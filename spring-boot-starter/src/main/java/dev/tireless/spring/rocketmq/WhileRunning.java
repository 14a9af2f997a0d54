package dev.tireless.spring.rocketmq;

import org.springframework.context.SmartLifecycle;

/**
 * Listens while the application runs: it starts after the engine and the web server, and stops
 * before them. It has one life: the client of RocketMQ cannot be started again.
 */
final class WhileRunning implements SmartLifecycle {

  private final Runnable starting;
  private final Runnable stopping;
  private volatile boolean running;

  WhileRunning(Runnable starting, Runnable stopping) {
    this.starting = starting;
    this.stopping = stopping;
  }

  @Override
  public void start() {
    starting.run();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    stopping.run();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public boolean isPauseable() {
    return false;
  }
}
