package dev.tireless.publish;

/**
 * What publishing gave.
 *
 * @param id the notification's id, of the first one when it was published before
 * @param first false when the same notification was there already and nothing was written
 */
public record Published(String id, boolean first) {}
