package dev.tireless.spring;

import dev.tireless.Publication;
import dev.tireless.Receiver;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One receiver, as {@code tireless.receivers.<id>} describes it.
 *
 * @param url Where the channel finds it; required.
 * @param secret Signs what it is sent: "whsec_" and the base64 of 24 to 64 random bytes; required.
 *     After a change the old one signs too for 24 hours.
 * @param credentials By what it may ask for what it missed: "trc_" and the base64url of 32 random
 *     bytes, two at most. Without any, those that were issued stay.
 * @param topics What it is subscribed to. Without any, it gets only what is addressed to it.
 * @param tenant Owner of the receiver.
 * @param channel Name of the channel that carries to it: "http", or "x" for a bean "xChannel".
 * @param schedule When to try again and when to stop: "classic", "alipay", "wechat",
 *     "standard-webhooks", or gaps and window like "1m 5m 10m/24h".
 * @param ackRule Which answers count as an ack: "HTTP_2XX", "BODY:token", "JSON:/pointer=value" or
 *     "PULL".
 * @param refusable Whether its 422 means: never send this one again.
 * @param maxInFlight The most attempts to it at one time, per node, 1 to 10000.
 * @param exchangeTimeout From connecting to the last byte of the answer, at most 30 s.
 */
public record ReceiverProperties(
    @Nullable String url,
    @Nullable SecretText secret,
    @DefaultValue List<SecretKey> credentials,
    @DefaultValue List<String> topics,
    @DefaultValue(Publication.DEFAULT_TENANT) String tenant,
    @DefaultValue(Receiver.HTTP) String channel,
    @DefaultValue("classic") String schedule,
    @DefaultValue("HTTP_2XX") String ackRule,
    @DefaultValue("false") boolean refusable,
    @DefaultValue("16") int maxInFlight,
    @DefaultValue("10s") Duration exchangeTimeout) {}
