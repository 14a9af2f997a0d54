package dev.tireless.bench.contestant;

import dev.tireless.Payload;

/** A row of the hand-written outbox that was claimed to be sent. */
record OutboxRow(long id, String messageId, String subject, Payload payload, int attempts) {}
