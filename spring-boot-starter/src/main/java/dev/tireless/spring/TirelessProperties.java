package dev.tireless.spring;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What both sides share, and who is told.
 *
 * @param migrate Whether to create and update the tables of Tireless at start, by Flyway, in the
 *     application's schema, with a history table of their own.
 * @param node Name of this engine, unique among those on one database, at most 64 characters.
 *     Default: host name, process id and a random part.
 * @param receivers Who must be told, by receiver id; defined in the database at start. An id with
 *     other characters than letters, digits and dashes needs brackets: "[bank.1]". A receiver that
 *     disappears from here stays in the database: pause or delete it there.
 */
@ConfigurationProperties("tireless")
public record TirelessProperties(
    @DefaultValue("true") boolean migrate,
    @Nullable String node,
    @DefaultValue Map<String, ReceiverProperties> receivers) {}
