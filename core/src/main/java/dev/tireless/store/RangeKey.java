package dev.tireless.store;

/** Which leased range it is: those of a receiver never overlap. */
public record RangeKey(long receiverId, long firstSeq) {}
