package dev.tireless.bench.contestant;

import dev.tireless.Payload;

/**
 * What a baseline sends.
 *
 * @param number of its row or message, from 1
 * @param id the same on every attempt
 * @param attempt 1, 2, 3 …
 */
record Parcel(
    long number, String id, int receiver, String subject, Payload payload, long attempt) {}
